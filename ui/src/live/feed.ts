import { at } from '../base';
import type { View } from '../api';
import type { Frame } from '../wire';

/** Link is the state of the connection to the server. */
export type Link = 'connecting' | 'live' | 'offline';

export interface Listener {
  frame(frame: Frame): void;
  /** retry is when the next attempt is made, as performance.now() counts, where one is planned. */
  link(link: Link, retry?: number): void;
}

/** Waits between two attempts, in milliseconds. */
const BACKOFF = [500, 1000, 2000, 5000, 10_000];

/** The server speaks every 15 s; after this long it is gone. */
const SILENCE = 40_000;

/** WebSocket attempts that never opened before the page falls back to server-sent events. */
const REFUSALS = 3;

/** How often to ask again when neither a socket nor events can be had. */
const POLL = 5000;

/**
 * Feed keeps the page up to date with one view. It reconnects for ever and
 * asks for what it missed, so that its listener sees every position once, in
 * order, or a gap.
 */
export class Feed {
  private view: View = { q: '', account: '', mailbox: '' };
  private since = 0;
  private socket?: WebSocket;
  private events?: EventSource;
  private attempts = 0;
  private refused = 0;
  private retry = 0;
  private watchdog = 0;
  private heard = 0;

  constructor(private readonly listener: Listener) {}

  /** subscribe says what to tell about, from the position since on. */
  subscribe(view: View, since: number): void {
    this.view = { q: view.q, account: view.account, mailbox: view.mailbox };
    this.since = since;
    if (this.socket?.readyState === WebSocket.OPEN) this.speak();
    else if (this.events) this.listen();
    else if (!this.socket && !this.retry) this.connect();
  }

  /** hurry tries again now, when it would have waited. */
  hurry(): void {
    if (!this.retry) return;
    clearTimeout(this.retry);
    if (this.socket || this.events) return;
    this.connect();
  }

  /** close ends the feed. */
  close(): void {
    clearTimeout(this.retry);
    clearTimeout(this.watchdog);
    this.events?.close();
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
  }

  private connect(): void {
    this.retry = 0;
    if (this.refused >= REFUSALS) return this.listen();
    const socket = new WebSocket(new URL(at('v1/feed'), location.href).href.replace(/^http/, 'ws'));
    this.socket = socket;
    let opened = false;
    socket.onopen = () => {
      opened = true;
      this.refused = 0;
      this.speak();
    };
    socket.onmessage = (event) => this.socket === socket && this.hear(String(event.data));
    socket.onclose = () => {
      if (this.socket !== socket) return;
      if (!opened) this.refused++;
      this.lost();
    };
  }

  private speak(): void {
    this.socket?.send(JSON.stringify({ sub: this.view, since: this.since, counts: false }));
  }

  private hear(data: string): void {
    const frame = JSON.parse(data) as Frame;
    this.attempts = 0;
    this.alive();
    this.listener.link('live');
    this.listener.frame(this.inOrder(frame));
  }

  /** inOrder moves on with the frame, or makes a gap of it when something is missing before it. */
  private inOrder(frame: Frame): Frame {
    if (frame.type === 'ping' || frame.type === 'hello') this.since ||= frame.seq;
    if (frame.type !== 'batch') return frame;
    const missing = this.since > 0 && frame.from > this.since + 1;
    const from = this.since + 1;
    this.since = Math.max(this.since, frame.to);
    return missing ? { type: 'gap', from, to: frame.to } : frame;
  }

  private alive(): void {
    this.heard = performance.now();
    this.watchdog ||= window.setTimeout(() => this.watch(), SILENCE);
  }

  /** watch gives the server up when it has been silent for too long. One timer at a time suffices for any number of frames. */
  private watch(): void {
    this.watchdog = 0;
    const left = this.heard + SILENCE - performance.now();
    if (left > 0) this.watchdog = window.setTimeout(() => this.watch(), left);
    else this.lost();
  }

  private lost(): void {
    clearTimeout(this.watchdog);
    this.watchdog = 0;
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
    const wait = BACKOFF[Math.min(this.attempts++, BACKOFF.length - 1)]! * (0.8 + Math.random() * 0.4);
    this.listener.link('offline', performance.now() + wait);
    this.retry = window.setTimeout(() => this.connect(), wait);
  }

  /** listen uses server-sent events, for proxies that do not let a WebSocket through. */
  private listen(): void {
    this.events?.close();
    const params = new URLSearchParams({ ...this.view, since: String(this.since) });
    const events = new EventSource(at('v1/events') + '?' + params);
    this.events = events;
    events.onmessage = (event) => this.hear(String(event.data));
    events.onerror = () => {
      this.listener.link('offline');
      if (events.readyState === EventSource.CLOSED) this.poll();
    };
  }

  /** poll has everything fetched anew from time to time, when nothing else works. */
  private poll(): void {
    this.events = undefined;
    this.retry = window.setTimeout(() => {
      this.listener.frame({ type: 'gap', from: this.since + 1, to: this.since + 1 });
      this.listen();
    }, POLL);
  }
}
