// The page: everything that is drawn is a function of the store.

import "./css/page.css";
import { type JSX, render } from "preact";
import { useMemo } from "preact/hooks";
import { About } from "./about.tsx";
import { Away } from "./away.tsx";
import { Cards, Legend } from "./cards.tsx";
import { Column } from "./column.tsx";
import { PageContext, useChanges, useMedia } from "./context.ts";
import { Dialogs, PopOver } from "./dialogs.tsx";
import { listen } from "./keyboard.ts";
import { Marked } from "./marked.tsx";
import { language, t } from "./messages.ts";
import { PlaneView } from "./plane-view.tsx";
import { Scrubber } from "./scrubber.tsx";
import { Page } from "./store.ts";
import { Strip } from "./strip.tsx";
import { Top } from "./top.tsx";
import { Tour } from "./tour.tsx";
import { TrainingView } from "./training.tsx";

function App({ page }: { page: Page }): JSX.Element {
  useChanges(page);
  return page.tab === "walk" ? (
    <Walk page={page} />
  ) : (
    <PageContext.Provider value={page}>
      <TrainingView />
      <Dialogs />
    </PageContext.Provider>
  );
}

function Walk({ page }: { page: Page }): JSX.Element {
  const phone = useMedia("(max-width: 760px)");
  const wide = useMedia("(min-width: 1180px)");
  const whole = (page.answer?.scene.plane.x.length ?? 3) <= 2;
  // While something is dragged, what stands still is not drawn again.
  const texts = page.answer?.walk.traces.map((trace) => trace.text).join("\n");
  const words = page.answer?.walk.traces.map((trace) => trace.word).join("\n");
  const heads = `${page.answer?.walk.source.layer} ${page.answer?.walk.source.head}`;
  const { view, past, future } = page;
  const top = useMemo(() => <Top />, [page.error, page.lessons, page.models, page.model, page.waiting, page.name, texts, words, heads, view, past, future]);
  const foot = useMemo(() => <Scrubber />, [view, page.playing, page.disagreeing().join(), phone]);
  const legend = useMemo(() => <Legend />, [view, texts, page.answer?.maps.map((g) => g.says).join()]);
  return (
    <PageContext.Provider value={page}>
      {top}
      <main class={page.waiting === null ? "" : "away"}>
        {!phone && <Column />}
        <div class="right">
          <div class="ground">
            <PlaneView />
            {wide && <Cards />}
            {wide && legend}
            {phone && page.resumed && <p class="kept"><Marked text={t("resumed")} /></p>}
            {phone && whole && !page.resumed && <p class="kept">{t("wholeShort")}</p>}
          </div>
          {!phone && <Strip />}
          {!phone && !wide && <Cards />}
        </div>
        {phone && <Tour />}
        {phone && <Column only={page.view.step} />}
        {phone && <Cards />}
      </main>
      {foot}
      <PopOver />
      <Dialogs />
      <Away />
      {page.dialog === "about" && <About />}
      <div class="spoken" role="status">
        {page.said}
      </div>
    </PageContext.Provider>
  );
}

const theme = localStorage.getItem("heed-theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
document.documentElement.dataset["theme"] = theme;
document.documentElement.lang = language;
document.title = t("title");

const page = new Page();
listen(page);
render(<App page={page} />, document.body);
void page.start();
