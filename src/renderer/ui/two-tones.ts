/** Two soft tones, a falling fourth (A4, E4), in Hz, and when each begins, in seconds. */
const TONES = [
  { hertz: 440, at: 0 },
  { hertz: 329.63, at: 0.22 },
] as const;

/** Quiet: about a tenth of the loudest. */
const LOUDNESS = 0.1;

const TONE_SECONDS = 0.4;

/**
 * Plays two soft tones. A computer without sound stays silent; nobody waits for it.
 * Made here and not read from a file, so that there is nothing to load when the warning comes up.
 */
export function playTwoTones(): void {
  const audio = new AudioContext();
  const begin = audio.currentTime;
  const tones = TONES.map(({ hertz, at }) => {
    const tone = new OscillatorNode(audio, { frequency: hertz });
    const loudness = new GainNode(audio, { gain: 0 });
    // It swells and fades, so that nobody is startled.
    loudness.gain.setValueAtTime(0, begin + at);
    loudness.gain.linearRampToValueAtTime(LOUDNESS, begin + at + 0.04);
    loudness.gain.exponentialRampToValueAtTime(0.001, begin + at + TONE_SECONDS);
    tone.connect(loudness).connect(audio.destination);
    tone.start(begin + at);
    tone.stop(begin + at + TONE_SECONDS);
    return tone;
  });
  tones.at(-1)?.addEventListener('ended', () => void audio.close());
}
