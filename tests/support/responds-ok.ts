/** Whether a GET of the URL returns a 2xx. */
export async function answersOk(url: string, init: RequestInit = {}): Promise<boolean> {
  try {
    return (await fetch(url, init)).ok;
  } catch {
    return false;
  }
}
