// What the server says of rules.

import type { Step } from '../wire';

/** TableProblem is a mistake in a table; line 0 is the whole file. */
export interface TableProblem {
  file: string;
  line: number;
  text: string;
}

/** TableInUse is a table that recipients are rewritten by. */
export interface TableInUse {
  /** Of its file; empty for a table without one. */
  id?: string;
  table: string;
  /** The parameter that names it. */
  use: string;
  file?: string;
  /** -1 where they cannot be counted. */
  rules: number;
}

export interface TableList {
  table: string;
  tables: TableInUse[];
  files: string[];
  /** file:line: a sentence. */
  warnings: string[];
  loadedAt?: string;
  writable: boolean;
}

/** Version is a text that a table had. */
export interface Version {
  id: string;
  at: string;
  bytes: number;
  lines: number;
  /** The file says the same now. */
  current: boolean;
}

/** RuleAnswer is where an address goes, and why. */
export interface RuleAnswer {
  address: string;
  /** What a client would be told at RCPT. */
  reply: string;
  final: string[];
  steps: Step[];
  error: string;
  failure?: string;
  accounts?: { address: string; account: string; external?: boolean }[];
  reversePath?: string;
  reverseSteps?: Step[];
  /** Where it goes now, when a draft makes a difference. */
  live?: RuleAnswer;
  /** All questions to tables, in order. */
  lookups?: Lookup[];
}

/** Lookup is one question to a table, answered or not. */
export interface Lookup {
  table: string;
  key: string;
  found: boolean;
  line?: number;
  value?: string;
  /** The key is a part of an address, which tables of this type are not asked about. */
  skipped?: boolean;
  error?: string;
  tried?: Tried[];
}

/** Tried is what became of one rule of a table of patterns. */
export interface Tried {
  line: number;
  pattern: string;
  matched: boolean;
  if?: boolean;
}

export interface RulesAsk {
  addresses: string[];
  sender?: string;
  draft?: string;
  file?: string;
  messages?: number;
  lookups?: boolean;
}

export interface Impact {
  messages: number;
  changed: number;
  partial?: boolean;
  examples: { id: string; address: string; live: string[]; draft: string[] }[];
}

export interface RulesAnswer {
  answers: RuleAnswer[];
  warnings: string[];
  impact?: Impact;
}
