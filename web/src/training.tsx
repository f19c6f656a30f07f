// The Training view: the plane at a recorded step, curves over all steps, and
// the way through them.

import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { type Curve, Chart } from "./chart.tsx";
import { useChanges, useMedia, usePage } from "./context.ts";
import { t } from "./messages.ts";
import type { Recorded } from "./recorded.ts";
import { TrainingFoot } from "./training-foot.tsx";
import { Kept, TrainingPlane } from "./training-plane.tsx";
import { TrainingTop } from "./training-top.tsx";
import type { Pair, Training } from "./types.gen.ts";

export function TrainingView(): JSX.Element {
  const { recorded } = usePage();
  useChanges(recorded);
  usePlay(recorded);
  const phone = useMedia("(max-width: 760px)"); // where all of it scrolls
  const { training } = recorded;
  const pair = training?.pairs[recorded.pair];
  return (
    <>
      <TrainingTop />
      <main class="training" {...(phone ? { tabIndex: 0 } : {})}>
        <div class="right">
          <div class="ground">{training !== null && pair !== undefined ? <TrainingPlane training={training} pair={pair} /> : <p class="waiting">{recorded.live === "on" ? t("liveWaits") : ""}</p>}</div>
          {training !== null && pair !== undefined && <Kept training={training} pair={pair} />}
        </div>
        <section class="charts" aria-label={t("curves")}>{training !== null && pair !== undefined && <Charts training={training} pair={pair} />}</section>
      </main>
      <TrainingFoot />
      <div class="spoken" role="status">
        {recorded.said}
      </div>
    </>
  );
}

/** Plays 30 recorded steps a second, a short record in five seconds; without motion a jump of five training steps at a time. */
function usePlay(recorded: Recorded): void {
  const still = useMedia("(prefers-reduced-motion: reduce)");
  useEffect(() => {
    if (!recorded.playing) return;
    const count = recorded.training?.steps.length ?? 1;
    const pause = still ? 700 : Math.max(1000 / 30, 5000 / count);
    let [last, frame] = [performance.now(), 0];
    const draw = (now: number) => {
      const ahead = Math.floor((now - last) / pause);
      if (ahead > 0) {
        last += ahead * pause;
        still ? recorded.by(5) : recorded.go(recorded.at + ahead);
        if (recorded.at >= count - 1) return recorded.set({ playing: false });
      }
      frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [recorded.playing, still]);
}

/** Loss, movement, and weight, one below the other over the same steps. */
function Charts({ training, pair }: { training: Training; pair: Pair }): JSX.Element {
  const [a, b] = pair.contexts;
  const loss: Curve[] = [{ id: "loss", name: t("chartLoss"), colour: "c-ink", values: training.loss }];
  const held = training.heldOut.some((x) => x !== null);
  if (held) loss.push({ id: "heldOut", name: t("heldOut"), colour: "c-held", values: training.heldOut, dashed: true });
  const towards = (name: string, to: string) => t("chartTowards", { name, to });
  const moved: Curve[] = [
    { id: "towardsA", name: towards("A", a.target), colour: "c-a", values: a.towards },
    { id: "towardsB", name: towards("B", b.target), colour: "c-b", values: b.towards },
    { id: "otherA", name: towards("A", b.target), colour: "c-a", values: a.other, dashed: true },
    { id: "otherB", name: towards("B", a.target), colour: "c-b", values: b.other, dashed: true },
  ];
  const weights: Curve[] = [
    { id: "weightA", name: t("chartIn", { name: "A", to: a.target }), colour: "c-a", values: a.weight },
    { id: "weightB", name: t("chartIn", { name: "B", to: b.target }), colour: "c-b", values: b.weight },
  ];
  return (
    <>
      <Chart name="loss" title={t("chartLoss")} curves={loss}>
        {t(held ? "chartLossHeld" : "chartLossSays")}
      </Chart>
      <Chart name="moved" title={t("chartMoved", { word: pair.word })} curves={moved} tall>
        <b class="c-a">{towards("A", a.target)}</b>, <b class="c-b">{towards("B", b.target)}</b>; {t("chartDashed")}
      </Chart>
      <Chart name="weight" title={t("chartWeight", { word: pair.word })} curves={weights} domain={[0, 1]}>
        {a.alone && b.alone ? (
          t("chartAlone")
        ) : (
          <>
            <b class="c-a">{t("chartIn", { name: "A", to: a.target })}</b>, <b class="c-b">{t("chartIn", { name: "B", to: b.target })}</b>
            {training.heads > 1 ? "; " + t("chartHeads", { n: training.heads }) : ""}
          </>
        )}
      </Chart>
    </>
  );
}
