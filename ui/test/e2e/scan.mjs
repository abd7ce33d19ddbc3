// What can be wrong with how a page looks, as far as a program can tell. These run in the page.

/**
 * scan names what is wrong in sight: a page wider than its window, controls too
 * small to hit, words and controls cut off without a sign of it, and words that
 * something else lies on. Mail in its frames is not looked at. In text that is
 * spaced out the size of controls is not asked for.
 */
export function scan(spaced = false) {
  const found = [];
  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) found.push(`${wide} pixels too wide`);
  const layer = [...document.querySelectorAll('dialog[open]')].pop();
  const root = layer ?? document.body;
  const name = (element) => {
    const text = (element.getAttribute('aria-label') ?? element.textContent).trim().replace(/\s+/g, ' ').slice(0, 40);
    return `${element.tagName.toLowerCase()}${element.className && typeof element.className === 'string' ? `.${element.className.trim().replace(/\s+/g, '.')}` : ''} “${text}”`;
  };
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest('.sr, .skip, .probe, iframe, [aria-hidden=true] svg');

  const known = new Map();
  /** about returns what matters of an ancestor: how it clips, and where. */
  const about = (one) => {
    if (known.has(one)) return known.get(one);
    const style = getComputedStyle(one);
    const kinds = [style.overflowX, style.overflowY];
    const open = /^(inline|contents)$/.test(style.display) || kinds.every((kind) => kind === 'visible');
    const clip = open ? undefined : one.getBoundingClientRect();
    const answer = open
      ? undefined
      : {
          x: { kind: kinds[0], low: clip.left + one.clientLeft, high: clip.left + one.clientLeft + one.clientWidth, signed: style.textOverflow === 'ellipsis' },
          y: { kind: kinds[1], low: clip.top + one.clientTop, high: clip.top + one.clientTop + one.clientHeight, signed: style.webkitLineClamp !== 'none' },
        };
    known.set(one, answer);
    return answer;
  };

  /** held returns how much of a box its ancestors cut off without a sign of it, by which, and whether it is scrolled away, wholly or in part. */
  const held = (element, box) => {
    const span = { x: [box.left, box.right], y: [box.top, box.bottom] };
    const cut = { x: 0, y: 0, by: undefined };
    let scrolled = false;
    for (let one = element; one && one !== document.documentElement; one = one.parentElement) {
      const clip = about(one);
      for (const axis of clip ? ['x', 'y'] : []) {
        const { kind, low, high, signed } = clip[axis];
        if (kind === 'visible') continue;
        // Of one pixel are words for those who listen.
        if (high - low <= 1) return { away: true, cut, scrolled };
        const [from, to] = span[axis];
        const inside = [Math.max(from, low), Math.min(to, high)];
        const lost = to - from - Math.max(0, inside[1] - inside[0]);
        if (lost <= 0) continue;
        const scrolls = /auto|scroll/.test(kind);
        scrolled ||= scrolls;
        if (!scrolls && !signed && !one.closest('[title]') && !scrolled && lost > cut[axis]) [cut[axis], cut.by] = [lost, one];
        if (inside[1] - inside[0] <= 1) return { away: scrolls || signed || scrolled, cut, scrolled };
        span[axis] = inside;
      }
      if (getComputedStyle(one).position === 'fixed') break;
    }
    return { away: false, cut, scrolled, box: { left: span.x[0], right: span.x[1], top: span.y[0], bottom: span.y[1] } };
  };

  for (const one of root.querySelectorAll('button, a, input, select, summary, textarea, [role=tab], [role=separator]')) {
    const box = one.getBoundingClientRect();
    if (!box.width || !box.height || !seen(one)) {
      if (one.checkVisibility({ visibilityProperty: true }) && !one.closest('.sr, .skip, [hidden]') && !box.height) found.push(`${name(one)} has no height`);
      continue;
    }
    const line = parseFloat(getComputedStyle(one).lineHeight);
    const inline = one.tagName === 'A' && (getComputedStyle(one).display === 'inline' || line >= 24);
    const ticked = one.matches('input[type=checkbox], input[type=radio]') && (one.closest('label') || one.classList.contains('check'));
    if (!spaced && !inline && !ticked && !one.matches('[role=separator]') && (box.height < 23.5 || box.width < 23.5)) found.push(`${name(one)} is ${Math.round(box.width)} x ${Math.round(box.height)}`);
    const { away, cut, scrolled } = held(one.parentElement, box);
    if (!away && (cut.x > 3 || cut.y > 3)) found.push(`${name(one)} is cut by ${Math.round(Math.max(cut.x, cut.y))} in ${name(cut.by).slice(0, 60)}`);
    if (!away && !scrolled && (box.left < -1 || box.right > innerWidth + 1)) found.push(`${name(one)} is beside the page`);
  }

  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !seen(element) || element.closest('option, script, style, textarea, svg')) continue;
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 2 || box.height < 2) continue;
      const { away, cut, scrolled, box: left } = held(element, box);
      if (away) continue;
      // The box of a line is higher than its letters.
      if (cut.x > 3 || cut.y > box.height * 0.3) {
        found.push(`${name(element)} is cut by ${Math.round(Math.max(cut.x, cut.y))} of ${Math.round(cut.x > 3 ? box.width : box.height)} in ${name(cut.by).slice(0, 60)}`);
        break;
      }
      if (!left) continue;
      const [x, y] = [(left.left + left.right) / 2, (left.top + left.bottom) / 2];
      if (scrolled || x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
      const hit = document.elementFromPoint(x, y);
      if (!hit || hit === element || hit.contains(element) || element.contains(hit) || hit.closest('.toast, .offers, .pill, dialog') !== element.closest('.toast, .offers, .pill, dialog')) continue;
      if (getComputedStyle(element).pointerEvents === 'none' || hit.closest('label') === element.closest('label') && element.closest('label')) continue;
      found.push(`${name(element)} lies beneath ${name(hit)}`);
      break;
    }
  }
  return [...new Set(found)];
}

/** spaceOut gives the text of the page the spacing of WCAG 1.4.12, or takes it away again. */
export function spaceOut(on) {
  window.spaced ??= new CSSStyleSheet();
  window.spaced.replaceSync('*:not(svg, svg *) { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }');
  document.adoptedStyleSheets = on ? [window.spaced] : [];
}

/**
 * english names the words in sight that the page says itself and that are not
 * of its catalogue, whose texts are in brackets in the pseudo-language. What
 * holds words of others is named by content; addresses, names of formats and of
 * protocols, and times, which the browser writes, are no words of the page.
 */
export function english(content) {
  const root = [...document.querySelectorAll('dialog[open]')].pop() ?? document.body;
  const out = [];
  const time = /^(\w{3}, )?(\d{1,2} \w{3}|\w{3} \d{1,2}).*\d|\d+ (sec|min|hr|hours?|days?|wk|mo)\b/;
  const plain = (text) => {
    const rest = text.replace(/\[[^]*\]( \([\w+ ]+\)$)?/g, '').trim();
    return /\p{L}{3}/u.test(rest) && !time.test(rest) && rest.split(/[\s·,()]+/).some((word) => /^\p{Lu}?\p{Ll}{2,}[.!?:…]?$/u.test(word));
  };
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (element.closest(`script, style, iframe, svg, ${content}`) || !element.checkVisibility()) continue;
    if (plain(node.data)) out.push(`${element.tagName.toLowerCase()}.${element.className} “${node.data.trim().slice(0, 60)}”`);
  }
  for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'label'])
    for (const element of root.querySelectorAll(`[${name}]`)) if (!element.closest(content) && element.checkVisibility() && plain(element.getAttribute(name))) out.push(`${element.tagName.toLowerCase()}.${element.className} ${name}=“${element.getAttribute(name).slice(0, 60)}”`);
  return [...new Set(out)];
}
