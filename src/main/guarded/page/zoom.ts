/** Zoom factors as browsers have them, smallest first. */
const STEPS = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

/** Chromium gives back factors that are off by a rounding. */
const SLACK = 0.01;

/** The zoom factor that a command leads to; at either end the factor stays. */
export function nextZoom(factor: number, command: 'zoomIn' | 'zoomOut' | 'zoomReset'): number {
  if (command === 'zoomReset') return 1;
  if (command === 'zoomIn') return STEPS.find((step) => step > factor + SLACK) ?? factor;
  return [...STEPS].reverse().find((step) => step < factor - SLACK) ?? factor;
}
