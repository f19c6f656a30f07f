// The foot of the Training view: play, the way through the steps with bars for
// the change of loss, and the keys that help.

import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { scrubbing, stepsRuler } from "./chart.tsx";
import { useMedia, usePage } from "./context.ts";
import { fixed } from "./format.ts";
import { Left, Play, Right, Stop } from "./icons.tsx";
import { t } from "./messages.ts";
import { along, heights, marks, type Ruler } from "./plane.ts";
import { useSize } from "./plane-view.tsx";
import type { Training } from "./types.gen.ts";

const side = 20; // px before and after the scale
const line = 34; // px from above to the scale

export function TrainingFoot(): JSX.Element {
  const page = usePage();
  const { recorded } = page;
  const { training, playing } = recorded;
  const [box, { width }] = useSize();
  const phone = useMedia("(max-width: 760px)");
  const ruler = stepsRuler(recorded, side, Math.max(side + 1, width - side));
  const bars = useMemo(() => training !== null && width > 0 && <Bars training={training} ruler={ruler} />, [training, width, ruler.to]);
  const [steps, last] = [training?.steps ?? [0], (training?.steps.length ?? 1) - 1];
  const px = along(ruler, recorded.step);
  const loss = fixed(training?.loss[recorded.at] ?? null, 2);
  return (
    <footer class="foot training">
      <button type="button" class="play" aria-label={t(playing ? "stop" : "play")} disabled={training === null} onClick={() => recorded.play()}>
        {playing ? <Stop /> : <Play />}
      </button>
      <div
        class="way"
        ref={box}
        role="slider"
        tabIndex={0}
        aria-label={t("trainingStep")}
        aria-valuemin={steps[0] ?? 0}
        aria-valuemax={steps[last] ?? 0}
        aria-valuenow={recorded.step}
        aria-valuetext={t("trainedStep", { step: recorded.step, loss })}
        {...scrubbing(recorded, ruler)}
      >
        {width > 0 && training !== null && (
          <svg width={width} height={70} aria-hidden="true">
            {bars}
            <path class="rail" d={`M${ruler.start} ${line}H${ruler.end}`} />
            <path class="gone" d={`M${ruler.start} ${line}H${px.toFixed(1)}`} />
            {marks(ruler, phone ? 72 : 64).map((v) => (
              <text key={v} class="tick" x={along(ruler, v)} y={line + 24} text-anchor="middle">
                {v}
              </text>
            ))}
            <circle class="thumb" cx={px} cy={line} r={9} />
            <text class="here" x={Math.max(18, Math.min(width - 18, px))} y={line - 16} text-anchor="middle">
              {recorded.step}
            </text>
          </svg>
        )}
      </div>
      <span class="ways">
        <button type="button" class="bare" aria-label={t("back")} disabled={recorded.at === 0} onClick={() => recorded.by(-5)}>
          <Left />
        </button>
        <button type="button" class="bare" aria-label={t("forward")} disabled={recorded.at === last} onClick={() => recorded.by(5)}>
          <Right />
        </button>
      </span>
      <span class="hints">
        <span aria-hidden="true"><kbd>←</kbd><kbd>→</kbd> {t("hintSteps")}</span>
        <span aria-hidden="true"><kbd>{t("space")}</kbd> {t("hintPlay")}</span>
        <button type="button" aria-pressed={recorded.trails} onClick={() => recorded.turn(!recorded.trails)}>
          <kbd>T</kbd> {t("hintTrails")}
        </button>
        <button type="button" onClick={() => page.set({ dialog: "keys" })}>
          <kbd>?</kbd> {t("hintKeys")}
        </button>
      </span>
    </footer>
  );
}

/** A bar for the change of loss at a snapshot, where there is room for one. */
function Bars({ training, ruler }: { training: Training; ruler: Ruler }): JSX.Element {
  const high = heights(training.change);
  let free = -Infinity;
  const shown = training.steps.flatMap((step, i) => {
    const px = along(ruler, step);
    if (px < free || i === 0) return [];
    free = px + 7;
    return [`M${px.toFixed(1)} ${line - 2}v${(-20 * (high[i] ?? 0)).toFixed(1)}`];
  });
  return <path class="changes" d={shown.join("")} />;
}
