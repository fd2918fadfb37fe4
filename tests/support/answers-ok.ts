/** Tells whether somebody answers there, and with a 2xx. */
export async function answersOk(url: string, init: RequestInit = {}): Promise<boolean> {
  try {
    return (await fetch(url, init)).ok;
  } catch {
    return false;
  }
}
