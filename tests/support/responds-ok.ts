/** Whether a GET request to the URL returns a 2xx status. */
export async function respondsOk(url: string, init: RequestInit = {}): Promise<boolean> {
  try {
    return (await fetch(url, init)).ok;
  } catch {
    return false;
  }
}
