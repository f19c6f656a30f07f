// Asking the server: while it is away, again and again, each time after a longer
// pause. What the page shows stays as it is meanwhile.

const longest = 8000; // ms between two tries

/** Fetches a whole answer, and waits for a server that is away, or goes in the middle. */
export function fetched(what: URL | string, init: RequestInit, away: (is: boolean) => void): Promise<Response> {
  return answered(() => tried(what, init), away);
}

/** Asks until there is an answer; `away` is told when the server is found to be away, and when it is back. */
export async function answered<T>(ask: () => Promise<T | null>, away: (is: boolean) => void): Promise<T> {
  for (let pause = 500; ; pause = Math.min(longest, 2 * pause)) {
    const answer = await ask();
    if (answer !== null) {
      if (pause > 500) away(false);
      return answer;
    }
    away(true);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** The answer, or null where there was none: nobody listens, or a gate before the server says that it is away. */
function tried(what: URL | string, init: RequestInit): Promise<Response | null> {
  return reached(async () => {
    const answer = await fetch(what, init);
    if (gone(answer)) return null;
    return new Response(await answer.arrayBuffer(), answer);
  });
}

export const gone = (answer: Response): boolean => [502, 503, 504].includes(answer.status);

/** What a request gives, or null where the network failed. */
export async function reached<T>(request: () => Promise<T | null>): Promise<T | null> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof TypeError) return null; // how fetch calls a network's failure
    throw error; // the reader's own, say: the request was called off
  }
}
