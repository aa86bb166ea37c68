import type { AccountStore, Author, Decisions } from '../../ports/index.js';

export interface OwnChoicesParts {
  readonly account: Pick<AccountStore, 'state'>;
  readonly decisions: Decisions;
}

/** What members choose for themselves, and find at every workstation of the clinic. */
export class OwnChoices {
  readonly #parts: OwnChoicesParts;

  constructor(parts: OwnChoicesParts) {
    this.#parts = parts;
  }

  /** The tag of the language that a member chose (BCP 47); `null` goes by the computer. */
  languageOf(memberId: string): string | null {
    return this.#parts.account.state?.members[memberId]?.language ?? null;
  }

  /** @param language a tag of 2 to 35 characters (BCP 47); `null` goes by the computer */
  async chooseLanguage(author: Author, language: string | null): Promise<void> {
    await this.#parts.decisions.commit(author, ({ state }) =>
      state?.members[author.memberId]?.language === language
        ? { ok: true }
        : { change: { kind: 'language.chosen', language, mayPass: true } },
    );
  }

  /** The newest edition of the guide that a member has read, and when; `null`: none. */
  guideReadBy(memberId: string): { readonly edition: number; readonly at: number } | null {
    return this.#parts.account.state?.members[memberId]?.guideRead ?? null;
  }

  /** @param edition from 1; an older one than was read before changes nothing */
  async noteGuideRead(author: Author, edition: number): Promise<void> {
    await this.#parts.decisions.commit(author, ({ state }) =>
      (state?.members[author.memberId]?.guideRead?.edition ?? 0) >= edition
        ? { ok: true }
        : { change: { kind: 'guide.read', edition, mayPass: true } },
    );
  }
}
