/** An event in words. */
export interface Said {
  readonly title: string;
  /** Each a phrase or a sentence. */
  readonly details?: readonly string[];
  /** Whether an administrator should look into it. */
  readonly alarming?: boolean;
}
