// Sets the image that Argo CD deploys: node set-image.ts FILE REPOSITORY@DIGEST
import { readFileSync, writeFileSync } from 'node:fs';

const entry = /^( +- task-manager-api=).+$/m;
const [file = '', image = ''] = process.argv.slice(2);

if (!/^[\w./:-]+@sha256:[0-9a-f]{64}$/.test(image)) {
  console.error(`Expected an image with a digest, REPOSITORY@sha256:…, but got "${image}".`);
  process.exitCode = 2;
} else {
  const text = readFileSync(file, 'utf8');
  if (entry.test(text)) writeFileSync(file, text.replace(entry, `$1${image}`));
  else {
    console.error(`${file} has no entry "- task-manager-api=IMAGE" in spec.source.kustomize.images.`);
    process.exitCode = 1;
  }
}
