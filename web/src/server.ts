// Asking the server: while it is away, again and again, each time after a longer
// pause. What the page shows stays as it is meanwhile.

const longest = 8000; // ms between two tries

/** Fetches a whole answer, and waits for a server that is away, or goes in the middle; `away` is told when it is found to be, and when it is back. */
export async function fetched(what: URL | string, init: RequestInit, away: (is: boolean) => void): Promise<Response> {
  for (let pause = 500; ; pause = Math.min(longest, 2 * pause)) {
    const answer = await tried(what, init);
    if (answer !== null) {
      if (pause > 500) away(false);
      return answer;
    }
    away(true);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** The answer, or null where there was none: nobody listens, or a gate before the server says that it is away. */
async function tried(what: URL | string, init: RequestInit): Promise<Response | null> {
  try {
    const answer = await fetch(what, init);
    if ([502, 503, 504].includes(answer.status)) return null;
    return new Response(await answer.arrayBuffer(), answer);
  } catch (error) {
    if (error instanceof TypeError) return null; // how fetch calls a network's failure
    throw error; // the reader's own, say: the request was called off
  }
}
