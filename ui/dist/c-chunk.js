// node_modules/preact/dist/preact.mjs
var n, t, r, u, i, f, o, e, l, c, a, s, h = /* @__PURE__ */ Symbol.for("pv"), p = {}, y = [], v = /^m(i|n|o|s|text|space)$/, w = Array.isArray, d = y.slice, _ = Object.assign;
function g(n3) {
  n3 && n3.parentNode && n3.remove();
}
function k(n3, t5, r4) {
  var u4, i4, f5, o5 = {}, e4 = arguments.length;
  for (f5 in t5) f5 == "key" ? u4 = t5[f5] : f5 == "ref" && typeof n3 != "function" ? i4 = t5[f5] : o5[f5] = t5[f5];
  return e4 > 2 && (o5.children = e4 > 3 ? d.call(arguments, 2) : r4), m(n3, o5, u4, i4, null);
}
function m(r4, u4, i4, f5, o5) {
  var e4 = { type: r4, props: u4, key: i4, ref: f5, __k: null, __: null, __b: 0, __e: null, __c: null, constructor: h, __v: o5 || ++t, __i: -1, __u: 0 };
  return !o5 && n.vnode && n.vnode(e4), e4;
}
function $(n3) {
  return n3.children;
}
function x(n3, t5) {
  this.props = n3, this.context = t5, this.__g = 0;
}
function S(n3, t5) {
  if (t5 == null) return n3.__ && S(n3.__, n3.__i + 1);
  for (var r4; t5 < n3.__k.length; t5++) if ((r4 = n3.__k[t5]) && r4.__e) return r4.__e;
  return typeof n3.type != "function" || n3.props.__P ? null : S(n3);
}
function C(t5) {
  var r4, u4 = t5.__v, i4 = u4.__e, f5 = [], o5 = [], e4 = t5.__P;
  e4 && ((r4 = _({ constructor: h }, u4)).__v = u4.__v + 1, n.vnode && n.vnode(r4), z(e4, r4, u4, t5.__n, e4.namespaceURI, 32 & u4.__u ? [i4] : null, f5, i4 || S(u4), 32 & u4.__u, o5), r4.__v = u4.__v, r4.__.__k[r4.__i] = r4, E(f5, r4, o5), u4.__ = u4.__e = null, r4.__e != i4 && j(r4));
}
function j(n3) {
  if ((n3 = n3.__) && n3.__c && !n3.props.__P) return n3.__e = null, n3.__k.some(function(t5) {
    return t5 && (n3.__e = t5.__e);
  }), j(n3);
}
function L(t5) {
  (8 & t5.__g || (t5.__g |= 8, u.push(t5), f++)) && i == n.debounceRendering || ((i = n.debounceRendering) || queueMicrotask)(H);
}
function H() {
  try {
    for (var n3, t5 = 1; u.length; ) u.length > t5 && u.sort(o), n3 = u.shift(), t5 = u.length, 8 & n3.__g && C(n3);
  } finally {
    (f = u.length) && (i || queueMicrotask)(H);
  }
}
function I(n3, t5, r4, u4, i4, f5, o5, e4, l4, c4, a5) {
  var s4, h5, v4, w5, d5, _4, g5 = u4.__k || y, k4 = t5.length;
  for (l4 = q(r4, t5, g5, l4, k4), s4 = 0; s4 < k4; s4++) (v4 = r4.__k[s4]) != null && (h5 = ~v4.__i && g5[v4.__i] || p, v4.__i = s4, _4 = z(n3, v4, h5, i4, f5, o5, e4, l4, c4, a5), w5 = v4.__e, (h5.ref != v4.ref || 8 & h5.__u) && (h5.ref && G(h5.ref, null, v4, h5), v4.ref && a5.push(v4.ref, v4.__c || w5, v4)), d5 = d5 || w5, 4 & v4.__u ? (l4 = A(v4, l4, n3, !h5.__v), h5.__e && (h5.__e = null)) : typeof v4.type == "function" && _4 !== void 0 ? l4 = _4 : w5 && (l4 = w5.nextSibling), v4.__u &= -21);
  return r4.__e = d5, l4;
}
function q(n3, t5, r4, u4, i4) {
  var f5, o5, e4, l4, c4, a5, s4, p5, y5, v4 = r4.length, d5 = v4, _4 = 0, g5 = 0, k4 = n3.__k = Array(i4);
  for (f5 = 0; f5 < i4; f5++) (o5 = t5[f5]) != null && typeof o5 != "boolean" && typeof o5 != "function" ? (typeof o5 != "object" || o5.constructor === String ? o5 = k4[f5] = m(null, o5) : w(o5) ? o5 = k4[f5] = m($, { children: o5 }) : o5.constructor === h && o5.__b ? o5 = k4[f5] = m(o5.type, o5.props, o5.key, o5.ref, o5.__v) : k4[f5] = o5, l4 = f5 + _4, o5.__ = n3, o5.__b = n3.__b + 1, e4 = null, ~(c4 = o5.__i = P(o5, r4, l4, d5)) && (d5--, (e4 = r4[c4]) && (e4.__u |= 2)), e4 && e4.__v ? (o5.__u |= 16, c4 == l4 - 1 ? _4-- : c4 == l4 + 1 ? _4++ : c4 != l4 && (c4 > l4 ? _4-- : _4++, g5 = 1)) : (~c4 || (i4 > v4 ? _4-- : i4 < v4 && _4++), typeof o5.type != "function" && (o5.__u |= 4))) : k4[f5] = null;
  if (g5) {
    for (a5 = [], s4 = [], f5 = 0; f5 < i4; f5++) if ((o5 = k4[f5]) && 16 & o5.__u) {
      for (_4 = 0, p5 = a5.length; _4 < p5; ) a5[y5 = _4 + p5 >> 1] < o5.__i ? _4 = y5 + 1 : p5 = y5;
      a5[_4] = o5.__i, s4[f5] = _4 + 1;
    }
    for (_4 = a5.length; f5--; ) s4[f5] && (s4[f5] == _4 ? _4-- : k4[f5].__u |= 4);
  }
  if (d5) for (f5 = 0; f5 < v4; f5++) !(e4 = r4[f5]) || 2 & e4.__u || (e4.__e == u4 && (u4 = S(e4)), J(e4, e4));
  return u4;
}
function A(n3, t5, r4, u4) {
  var i4, f5, o5, e4;
  if (typeof n3.type == "function") {
    if (n3.props.__P) return t5;
    if (i4 = n3.__k) for (f5 = 0; f5 < i4.length; f5++) i4[f5] && (i4[f5].__ = n3, t5 = A(i4[f5], t5, r4, !1));
    return t5;
  }
  for (t5 && !t5.parentNode && (t5 = S(n3)) && !t5.parentNode && (t5 = null), o5 = n3.__e, e4 = t5; e4 && e4.nodeType == 8; ) e4 = e4.nextSibling;
  for (o5 != e4 && (!u4 && r4.moveBefore && o5.parentNode ? r4.moveBefore(o5, t5) : r4.insertBefore(o5, t5 || null)), t5 = o5; (t5 = t5 && t5.nextSibling) && t5.nodeType == 8 && !t5.data.startsWith("$s"); ) ;
  return t5;
}
function P(n3, t5, r4, u4) {
  var i4, f5 = n3.key, o5 = n3.type, e4 = t5[r4], l4 = e4 && !(2 & e4.__u);
  if (e4 === null && f5 == null || l4 && f5 == e4.key && o5 == e4.type) return r4;
  if (u4 > (l4 ? 1 : 0)) {
    for (i4 = r4 - 1; i4 >= 0; i4--) if ((e4 = t5[i4]) && !(2 & e4.__u) && f5 == e4.key && o5 == e4.type) return i4;
    for (i4 = r4 + 1; i4 < t5.length; i4++) if ((e4 = t5[i4]) && !(2 & e4.__u) && f5 == e4.key && o5 == e4.type) return i4;
  }
  return -1;
}
function T(n3, t5, r4) {
  r4 == null && (r4 = ""), t5[0] == "-" ? n3.setProperty(t5, r4) : n3[t5] = r4;
}
function N(n3, t5, r4, u4, i4) {
  var f5, o5;
  if (t5 == "style") if (typeof r4 == "string") n3.style.cssText = r4;
  else {
    if (typeof u4 == "string" && (n3.style.cssText = u4 = ""), u4) for (t5 in u4) r4 && t5 in r4 || T(n3.style, t5);
    if (r4) for (t5 in r4) u4 && r4[t5] == u4[t5] || T(n3.style, t5, r4[t5]);
  }
  else if (t5[0] == "o" && t5[1] == "n") typeof r4 != "function" && (r4 = null), typeof u4 != "function" && (u4 = null), (n3.__e || (n3.__e = {}))[t5] = r4, r4 && u4 || (o5 = a[t5] || (a[t5] = V(t5)), (n3.__a || (n3.__a = {}))[t5] = c, f5 = t5 != (t5 = t5.replace(l, "$1")), (t5 = t5.slice(2))[0] < "a" && (t5 = t5.toLowerCase()), r4 ? n3.addEventListener(t5, o5, f5) : n3.removeEventListener(t5, o5, f5));
  else {
    if (i4 == "http://www.w3.org/2000/svg") t5 = t5.replace(/xlink(H|:h)/, "h").replace(/sName$/, "s");
    else if (t5 != "width" && t5 != "height" && t5 != "href" && t5 != "list" && t5 != "form" && t5 != "tabIndex" && t5 != "download" && t5 != "rowSpan" && t5 != "colSpan" && t5 != "role" && t5 != "popover" && t5 in n3) try {
      return void (n3[t5] = r4 ?? "");
    } catch {
    }
    if (typeof r4 == "function") return;
    r4 == null || r4 === !1 && t5[4] != "-" ? n3.removeAttribute(t5) : n3.setAttribute(t5, t5 == "popover" && r4 == 1 ? "" : r4);
  }
}
function V(t5) {
  return function(r4) {
    var u4 = this.__e;
    if (u4) {
      if (u4 = u4[t5], r4[e] == null) r4[e] = c++;
      else if (r4[e] < this.__a[t5]) return;
      return u4(n.event ? n.event(r4) : r4);
    }
  };
}
function z(t5, r4, u4, i4, f5, o5, e4, l4, c4, a5) {
  var s4, p5, v4, d5, k4, b3, m5, M2, C3, j3, L2, H2, q2, A4, O2, P2, T4, N2, V2 = r4.type;
  if (r4.constructor !== h) return null;
  128 & u4.__u && (c4 = 32 & u4.__u, s4 = u4.__c.__z) && (r4.__u |= c4, p5 = o5 = [], s4.nodeType == 8 ? l4 = B(s4, o5) : o5.push(s4), l4 = o5[0] || l4), (s4 = n.__b) && s4(r4);
  n: if (typeof V2 == "function") {
    v4 = e4.length;
    try {
      if (M2 = r4.props, C3 = (s4 = V2.prototype) && s4.render, j3 = (s4 = V2.contextType) && i4[s4.__c], L2 = s4 ? j3 ? j3.props.value : s4.__ : i4, (d5 = u4.__c) ? (r4.__c = d5, 2 & d5.__g && (d5.__g |= 1)) : (C3 ? r4.__c = d5 = new V2(M2, L2) : (r4.__c = d5 = new x(M2, L2), d5.constructor = V2, d5.render = K), j3 && j3.sub(d5), d5.state || (d5.state = {}), d5.__n = i4, d5.__g |= 8, d5.__h = [], d5.__k = []), C3 && (d5.__s || (d5.__s = d5.state), V2.getDerivedStateFromProps && (d5.__s == d5.state && (d5.__s = _({}, d5.__s)), _(d5.__s, V2.getDerivedStateFromProps(M2, d5.__s)))), k4 = d5.props, b3 = d5.state, d5.__v = r4, u4.__c) {
        if (M2 !== k4 && C3 && !V2.getDerivedStateFromProps && d5.componentWillReceiveProps && d5.componentWillReceiveProps(M2, L2), r4.__v == u4.__v && !(8 & d5.__g) || !(4 & d5.__g) && d5.shouldComponentUpdate && d5.shouldComponentUpdate(M2, d5.__s, L2) === !1) {
          r4.__v != u4.__v && (d5.props = M2, d5.state = d5.__s, d5.__g &= -9), r4.__e = u4.__e, r4.__k = u4.__k, r4.__k.some(function(n3) {
            n3 && (n3.__ = r4);
          }), y.push.apply(d5.__h, d5.__k), d5.__k = [], d5.__h.length && e4.push(d5), l4 = S(u4);
          break n;
        }
        d5.componentWillUpdate && d5.componentWillUpdate(M2, d5.__s, L2), C3 && d5.componentDidUpdate && d5.__h.push(function() {
          d5.componentDidUpdate(k4, b3, m5);
        });
      } else C3 && !V2.getDerivedStateFromProps && d5.componentWillMount && d5.componentWillMount(), C3 && d5.componentDidMount && d5.__h.push(d5.componentDidMount);
      d5.context = L2, d5.props = M2, d5.__P = t5, d5.__g &= -5, H2 = n.__r, q2 = C3 ? 25 : 0;
      do
        d5.__g &= -9, H2 && H2(r4), s4 = d5.render(d5.props, d5.state = d5.__s, d5.context);
      while (8 & d5.__g && ++q2 < 25);
      C3 && (y.push.apply(d5.__h, d5.__k), d5.__k = []), d5.state = d5.__s, d5.getChildContext && (i4 = _({}, i4, d5.getChildContext())), C3 && u4.__c && d5.getSnapshotBeforeUpdate && (m5 = d5.getSnapshotBeforeUpdate(k4, b3)), A4 = s4 && s4.type === $ && s4.key == null ? s4.props.children : s4, M2.__P && (s4 = l4, f5 = (t5 = M2.__P).namespaceURI, c4 = o5 = null, u4.props && u4.props.__P != t5 && (u4.__k.some(function(n3) {
        n3 && J(n3, n3);
      }), u4.__k = null), l4 = u4.__k ? S(u4, 0) : null), l4 = I(t5, w(A4) ? A4 : [A4], r4, u4, i4, f5, o5, e4, l4, c4, a5), M2.__P && (r4.__e = null, l4 = s4), r4.__u &= -161, p5 && p5.some(g), d5.__h.length && e4.push(d5), 1 & d5.__g && (d5.__g &= -4);
    } catch (t6) {
      if (e4.length = v4, r4.__v = null, c4 || o5) if (t6 && t6.then) {
        if (r4.__u |= 128 | c4, o5) {
          for (~(T4 = o5.indexOf(l4 || void 0)) || (T4 = o5.length); (N2 = o5[T4 - 1]) && N2.nodeType == 8; ) T4--;
          for (; T4 < o5.length; T4++) if (N2 = o5[T4]) if (o5[T4] = null, O2) {
            if (N2 == P2) break;
          } else {
            if (N2.nodeType != 8) break;
            N2.data.startsWith("$s") && (P2 = B(O2 = N2));
          }
        }
        if (!O2) {
          for (; l4 && l4.nodeType == 8 && l4.nextSibling; ) l4 = l4.nextSibling;
          O2 = l4;
        }
        (s4 = B(O2 = r4.__c.__z || (r4.__c.__z = O2))) ? (r4.__e = O2, l4 = s4) : r4.__e = l4, l4 = l4 && l4.nextSibling;
      } else o5 && o5.some(g);
      else r4.__e = u4.__e;
      r4.__k || (r4.__k = u4.__k || []), t6 && t6.then || D(r4), n.__e(t6, r4, u4);
    }
  } else l4 = r4.__e = F(u4.__e, r4, u4, i4, f5, o5, e4, c4, a5, t5);
  return (s4 = n.diffed) && s4(r4), l4;
}
function B(n3, t5) {
  if (n3 && n3.nodeType == 8 && n3.data.startsWith("$s")) for (var r4 = 1; n3 = n3.nextSibling; ) {
    if (n3.nodeType == 8) {
      if (n3.data.startsWith("$s")) r4++;
      else if (n3.data.startsWith("/$s") && !--r4) return n3;
    }
    t5 && t5.push(n3);
  }
}
function D(n3) {
  n3 && (n3.__c && (n3.__c.__g |= 4), n3.__k && n3.__k.some(D));
}
function E(t5, r4, u4) {
  for (var i4 = 0; i4 < u4.length; ) G(u4[i4++], u4[i4++], u4[i4++]);
  n.__c && n.__c(r4, t5), t5.some(function(r5) {
    try {
      t5 = r5.__h, r5.__h = [], t5.some(function(n3) {
        n3.call(r5);
      });
    } catch (t6) {
      n.__e(t6, r5.__v);
    }
  });
}
function F(t5, r4, u4, i4, f5, o5, e4, l4, c4, a5) {
  var s4, h5, y5, _4, k4, b3, m5, M2, $2 = u4.props || p, x3 = r4.props, C3 = r4.type;
  if (C3 == "svg" ? f5 = "http://www.w3.org/2000/svg" : C3 == "math" ? f5 = "http://www.w3.org/1998/Math/MathML" : f5 || (f5 = "http://www.w3.org/1999/xhtml"), o5) {
    for (s4 = 0; s4 < o5.length; s4++) if ((k4 = o5[s4]) && (C3 ? k4.localName == C3 : k4.nodeType == 3)) {
      t5 = k4, o5[s4] = null;
      break;
    }
  }
  if (!t5) {
    if (M2 = a5.ownerDocument || document, !C3) return M2.createTextNode(x3);
    t5 = M2.createElementNS(f5, C3, x3.is ? x3 : a5), l4 && (n.__m && n.__m(r4, o5), l4 = !1), o5 = null;
  }
  if (C3) {
    if (a5 = C3 == "template" && t5.content || t5, o5 = C3 == "textarea" && x3.defaultValue != null ? null : o5 && d.call(a5.childNodes), !l4 && o5) for ($2 = {}, s4 = 0; s4 < t5.attributes.length; s4++) $2[(k4 = t5.attributes[s4]).name] = k4.value;
    for (s4 in $2) k4 = $2[s4], s4 == "dangerouslySetInnerHTML" ? y5 = k4 : s4 == "children" || s4 in x3 || s4 == "value" && "defaultValue" in x3 || s4 == "checked" && "defaultChecked" in x3 || N(t5, s4, null, k4, f5);
    for (s4 in x3) k4 = x3[s4], s4 == "children" ? _4 = k4 : s4 == "dangerouslySetInnerHTML" ? h5 = k4 : s4 == "value" ? b3 = k4 : s4 == "checked" ? m5 = k4 : l4 && typeof k4 != "function" || $2[s4] === k4 || N(t5, s4, k4, $2[s4], f5);
    h5 ? (l4 || y5 && (h5.__html == y5.__html || h5.__html == t5.innerHTML) || (t5.innerHTML = h5.__html), r4.__k = []) : (y5 && (t5.textContent = ""), (C3 == "foreignObject" || f5 == "http://www.w3.org/1998/Math/MathML" && v.test(C3)) && (f5 = "http://www.w3.org/1999/xhtml"), I(a5, w(_4) ? _4 : [_4], r4, u4, i4, f5, o5, e4, o5 ? o5[0] : u4.__k && S(u4, 0), l4, c4), o5 && o5.some(g)), l4 && C3 != "textarea" || (s4 = "value", C3 == "progress" && b3 == null ? t5.removeAttribute(s4) : b3 == null || b3 === t5[s4] && (C3 != "progress" || b3) || N(t5, s4, b3, $2[s4], f5), s4 = "checked", m5 != null && m5 != t5[s4] && N(t5, s4, m5, $2[s4], f5));
  } else $2 === x3 || l4 && t5.data == x3 || (t5.data = x3);
  return t5;
}
function G(t5, r4, u4, i4) {
  try {
    typeof t5 == "function" ? r4 ? r4.__x = t5(r4) || 1 : i4 && (i4 = i4.__c || i4.__e) && (r4 = i4.__x) && (i4.__x = null, typeof r4 == "function" ? r4() : t5(null)) : t5.current = r4;
  } catch (t6) {
    n.__e(t6, u4);
  }
}
function J(t5, r4, u4) {
  var i4, f5, o5, e4;
  if (n.unmount && n.unmount(t5), !(i4 = t5.ref) || i4.current && i4.current != t5.__e || G(i4, null, r4, t5), i4 = t5.__c) {
    if (i4.componentWillUnmount) try {
      i4.componentWillUnmount();
    } catch (t6) {
      n.__e(t6, r4);
    }
    i4.__P = i4.__n = null;
  }
  if (i4 = t5.__k) for (e4 = 0; e4 < i4.length; e4++) i4[e4] && J(i4[e4], r4, typeof t5.type != "function" || u4 && !t5.props.__P);
  !u4 && (i4 = t5.__c) && (i4 = i4.__z) && (f5 = B(i4, o5 = [])) && (i4 == t5.__e && o5.some(g), g(f5), g(i4)), u4 || g(t5.__e), t5.__e = t5.__c = t5.__ = null;
}
function K(n3, t5, r4) {
  return this.constructor(n3, r4);
}
function Q(t5, r4) {
  var u4, i4, f5, o5;
  n.__ && n.__(t5, r4), r4.nodeType == 9 && (r4 = r4.documentElement), i4 = (u4 = t5 && 32 & t5.__u) ? null : r4.__k, r4.__k = m($, { children: [t5] }), f5 = [], o5 = [], z(r4, r4.__k, i4 || p, p, r4.namespaceURI, i4 ? null : r4.firstChild ? d.call(r4.childNodes) : null, f5, i4 ? i4.__e : r4.firstChild, u4, o5), E(f5, r4.__k, o5), r4.__k.props.children = null;
}
n = { __e: function(n3, t5, r4, u4) {
  for (var i4, o5, e4; t5 = t5.__; ) if ((i4 = t5.__c) && !(1 & i4.__g)) {
    i4.__g |= 4;
    try {
      if ((e4 = (o5 = i4.constructor) && o5.getDerivedStateFromError) && i4.setState(o5.getDerivedStateFromError(n3)), i4.componentDidCatch && (i4.componentDidCatch(n3, u4 || {}), e4 = 1), e4 && 8 & i4.__g) return void (i4.__g |= 2);
    } catch (t6) {
      n3 = t6;
    }
  }
  throw f = 0, n3;
} }, t = 0, r = function(n3) {
  return n3 != null && n3.constructor === h;
}, x.prototype.setState = function(n3, t5) {
  var r4 = this.__s;
  r4 && r4 != this.state || (r4 = this.__s = _({}, this.state)), typeof n3 == "function" && (n3 = n3(_({}, r4), this.props)), n3 && (_(r4, n3), this.__v && (t5 && this.__k.push(t5), L(this)));
}, x.prototype.forceUpdate = function(n3) {
  this.__v && (this.__g |= 4, n3 && this.__h.push(n3), L(this));
}, x.prototype.render = $, u = [], f = 0, o = function(n3, t5) {
  return n3.__v.__b - t5.__v.__b;
}, e = /* @__PURE__ */ Symbol(), l = /(PointerCapture)$|Capture$/i, c = 0, a = {}, s = 0;

// src/base.ts
var base = new URL(".", import.meta.url).pathname;
function at(path2) {
  return base + path2;
}
function rooted(path2) {
  return path2.startsWith(base) ? path2 : base + path2.replace(/^\//, "");
}

// src/api.ts
var Problem = class extends Error {
  status;
  /** The mistakes in a table that is not used. */
  problems;
  /** Of the mistake in a query: the character, from 1; 0 where there is none. */
  position;
  constructor(status, message3, { problems = [], position = 0 } = {}) {
    super(message3), this.status = status, this.problems = problems, this.position = position;
  }
};
function login() {
  location.assign(at("login") + query({ to: location.pathname.slice(at("").length - 1) + location.search }) + location.hash);
}
async function logout() {
  await call("logout", { method: "POST" }), location.assign(at("login"));
}
async function call(path2, init) {
  let answer;
  try {
    answer = await fetch(at(path2), init);
  } catch (cause) {
    throw init?.signal?.aborted ? cause : new Problem(0, "mailsink cannot be reached.");
  }
  if (answer.ok) return answer;
  answer.status === 401 && login();
  let text2 = await answer.text();
  throw new Problem(answer.status, detail(text2) || `mailsink answered ${answer.status}.`, detailsOf(text2));
}
function detail(text2) {
  try {
    let problem2 = JSON.parse(text2);
    return problem2.detail || problem2.title || "";
  } catch {
    return "";
  }
}
function detailsOf(text2) {
  try {
    return JSON.parse(text2);
  } catch {
    return {};
  }
}
function query(params) {
  let out = new URLSearchParams();
  for (let [name, value] of Object.entries(params)) value && out.set(name, String(value));
  let text2 = out.toString();
  return text2 && "?" + text2;
}
async function json(path2, init) {
  return (await call(path2, init)).json();
}
function post(path2, body2, method = "POST") {
  return json(path2, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body2) });
}
function rows(view2, span, signal) {
  let { offset, limit, asof } = span;
  return json("v1/rows" + query({ ...view2, offset, limit, asof }), { signal });
}
var MOST = 5e6;
function message(id, signal) {
  return json(`v1/messages/${id}` + query({ most: MOST }), { signal });
}
async function source(id, signal, first2 = 0) {
  let answer = await call(`v1/messages/${id}/raw?view=1`, { signal, headers: first2 ? { Range: `bytes=0-${first2 - 1}` } : {} }), text2 = await answer.text();
  return answer.status === 206 ? text2.slice(0, text2.lastIndexOf(`
`) + 1) : text2;
}
async function body(id, form, signal) {
  return (await call(`v1/messages/${id}/${form}`, { signal })).text();
}
function authentication(id, signal) {
  return json(`v1/messages/${id}/authentication`, { signal });
}
function act(op, target, tag) {
  return post("v1/actions", { op, tag, ...target });
}
function undo(token) {
  return post(`v1/undo/${encodeURIComponent(token)}`, {});
}
async function putViews(views) {
  return (await post("v1/views", { views }, "PUT")).views;
}
function sessions(q2, after2, signal) {
  return json("v1/sessions" + query({ q: q2, after: after2, limit: 100 }), { signal });
}
function session(id, signal) {
  return json(`v1/sessions/${encodeURIComponent(id)}`, { signal });
}
function info() {
  return json("v1/info");
}
async function accounts() {
  return (await json("v1/accounts")).accounts ?? [];
}
async function facets(field, prefix, limit, signal) {
  return (await json("v1/facets" + query({ field, prefix, limit }), { signal })).values ?? [];
}
function hits(signal) {
  return json("v1/facets" + query({ field: "rule", limit: 500 }), { signal });
}
async function countedViews(signal) {
  return (await json("v1/views?counts=true", { signal })).views ?? [];
}
async function inject(raw) {
  await call("v1/messages", { method: "POST", headers: { "Content-Type": "message/rfc822" }, body: raw });
}
function fragmentURL(session2, n3) {
  return at(`v1/sessions/${session2}/fragments/${n3}`);
}
function rawURL(id) {
  return at(`v1/messages/${id}/raw`);
}
function partURL(id, part2) {
  return at(`v1/messages/${id}/parts/${part2}`);
}
function about(id, part2, signal) {
  return json(`v1/messages/${id}/parts/${part2}/about`, { signal });
}
async function partSource(id, part2, signal) {
  return (await call(`v1/messages/${id}/parts/${part2}?raw=1`, { signal })).text();
}
function filesURL(id) {
  return at(`v1/messages/${id}/attachments.zip`);
}
function headers(id, signal) {
  return json(`v1/messages/${id}/headers`, { signal });
}
function tables(signal) {
  return json("v1/rules", { signal });
}
async function tableText(id, signal) {
  let answer = await call(`v1/rules/${encodeURIComponent(id)}`, { signal });
  return { text: await answer.text(), tag: answer.headers.get("ETag") ?? "" };
}
async function putTable(id, text2, tag) {
  return (await call(`v1/rules/${encodeURIComponent(id)}`, { method: "PUT", headers: { "Content-Type": "text/plain; charset=utf-8", "If-Match": tag || "*" }, body: text2 })).json();
}
async function versions(id, signal) {
  return (await json(`v1/rules/${encodeURIComponent(id)}/versions`, { signal })).versions;
}
async function versionText(id, version, signal) {
  return (await call(`v1/rules/${encodeURIComponent(id)}/versions/${version}`, { signal })).text();
}
function reloadTables() {
  return post("v1/rules/reload", {});
}
function askRules(ask, signal) {
  return json("v1/rules/query", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(ask), signal });
}
function stats(signal) {
  return json("v1/stats", { signal });
}
function charts(span, signal) {
  return json("v1/stats/charts" + query({ span }), { signal });
}
function waits(signal) {
  return json("v1/waits", { signal });
}
function beside({ from, to }) {
  let params = new URLSearchParams(to.map((one) => ["to", one]));
  return from && params.set("from", from), params.size ? `v1/messages?${params}` : "v1/messages";
}
function compose(letter, envelope = { from: "", to: [] }) {
  return post(beside(envelope), letter);
}
async function injectTo(raw, envelope) {
  return (await call(beside(envelope), { method: "POST", headers: { "Content-Type": "message/rfc822" }, body: raw })).json();
}
function checks(id, programs, signal) {
  let asked4 = new URLSearchParams(programs.map((one) => ["program", one]));
  return json(`v1/messages/${id}/checks${asked4.size ? `?${asked4}` : ""}`, { signal });
}
async function visitLinks(id) {
  return (await post(`v1/messages/${id}/checks/links`, {})).links;
}

// node_modules/preact/hooks/dist/hooks.mjs
var t2, r2, u2, i2, o2 = Object.is, f2 = 0, c2 = [], e2 = [], a2 = n, v2 = a2.__b, l2 = a2.__r, m2 = a2.diffed, h2 = a2.__c, s2 = a2.unmount, p2 = a2.__;
function y2(n3, t5) {
  a2.__h && a2.__h(r2, n3, f2 || t5), f2 = 0;
  var u4 = r2.__H || (r2.__H = { __: [], __h: [] });
  return n3 >= u4.__.length && u4.__.push({}), u4.__[n3];
}
function d2(n3) {
  return f2 = 1, _2(G2, n3);
}
function _2(n3, u4, i4) {
  var f5 = y2(t2++, 2);
  if (f5.t = n3, !f5.__c && (f5.__ = [i4 ? i4(u4) : G2(void 0, u4), function(n4) {
    var t5 = (f5.__N || f5.__)[0], r4 = f5.t(t5, n4);
    o2(t5, r4) || (f5.__N = [r4, f5.__[1]], f5.__c.setState({}));
  }], f5.__c = r2, !r2.__f)) {
    r2.__f = !0;
    var c4 = r2.shouldComponentUpdate;
    r2.shouldComponentUpdate = function(n4, t5, r4) {
      var u5 = this.__H;
      if (!u5) return !0;
      var i5 = !1, f6 = this.props != n4;
      if (u5.__.some(function(n5) {
        n5.__N && (i5 = !0, o2(n5.__[0], n5.__N[0]) || (f6 = !0));
      }), c4) {
        var e4 = c4.call(this, n4, t5, r4);
        return i5 ? e4 || f6 : e4;
      }
      return !i5 || f6;
    };
  }
  return f5.__;
}
function A2(n3, u4) {
  var i4 = y2(t2++, 3);
  !a2.__s && E2(i4.__H, u4) && (i4.__P = !0, i4.__ = n3, i4.u = u4, r2.__H.__h.push(i4));
}
function F2(n3, u4) {
  var i4 = y2(t2++, 4);
  !a2.__s && E2(i4.__H, u4) && (i4.__P = !1, i4.__ = n3, i4.u = u4, r2.__h.push(i4));
}
function T2(n3) {
  return f2 = 5, w2(function() {
    return { current: n3 };
  }, []);
}
function w2(n3, r4) {
  var u4 = y2(t2++, 7);
  return E2(u4.__H, r4) && (u4.__ = n3(), u4.__H = r4), u4.__;
}
function g2() {
  var n3;
  do {
    for (; n3 = e2.shift(); ) try {
      C2(n3);
    } catch (t6) {
      a2.__e(t6, { __: (n3 = n3.__P) && n3.__v });
    }
    for (; n3 = c2.shift(); ) {
      var t5 = n3.__H;
      if (n3.__P && t5) try {
        t5.__h.some(C2), t5.__h.some(D2), t5.__h = [];
      } catch (r4) {
        t5.__h = [], a2.__e(r4, n3.__v);
      }
    }
  } while (e2.length);
}
a2.__b = function(n3) {
  r2 = null, v2 && v2(n3);
}, a2.__ = function(n3, t5) {
  n3 && t5.__k && t5.__k.__m && (n3.__m = t5.__k.__m), p2 && p2(n3, t5);
}, a2.__r = function(n3) {
  l2 && l2(n3), t2 = 0;
  var i4 = (r2 = n3.__c).__H;
  i4 && (u2 == r2 ? r2.__h = [] : (i4.__h.some(C2), i4.__h.some(D2), t2 = 0), i4.__h = [], i4.__.some(function(n4) {
    n4.__N && (n4.__ = n4.__N), n4.u = n4.__N = void 0;
  })), u2 = r2;
}, a2.diffed = function(n3) {
  m2 && m2(n3);
  var t5 = n3.__c;
  t5 && t5.__H && (t5.__H.__h.length && B2(c2.push(t5)), t5.__H.__.some(function(n4) {
    n4.u && (n4.__H = n4.u);
  })), u2 = r2 = null;
}, a2.__c = function(n3, t5) {
  t5.some(function(n4) {
    try {
      n4.__h.some(C2), n4.__h = n4.__h.filter(function(n5) {
        return !n5.__ || D2(n5);
      });
    } catch (t6) {
      n4.__h = [function() {
        throw t6;
      }];
    }
  }), h2 && h2(n3, t5);
}, a2.unmount = function(n3) {
  s2 && s2(n3);
  var t5, r4, u4 = n3.__c;
  u4 && u4.__H && (u4.__H.__.some(function(u5) {
    try {
      if (u5.__P && u5.__c) {
        if (r4 === void 0) {
          for (r4 = n3.__; r4 && (!r4.__c || !r4.__c.__P); ) r4 = r4.__;
          r4 = r4 && r4.__c;
        }
        u5.__P = r4, B2(e2.push(u5));
      } else C2(u5);
    } catch (n4) {
      t5 = n4;
    }
  }), u4.__H = void 0, t5 && a2.__e(t5, u4.__v));
};
var k2 = typeof requestAnimationFrame == "function";
function z2(n3) {
  var t5, r4 = function() {
    clearTimeout(u4), k2 && cancelAnimationFrame(t5), setTimeout(n3);
  }, u4 = setTimeout(r4, 35);
  k2 && (t5 = requestAnimationFrame(r4));
}
function B2(n3) {
  n3 != 1 && i2 == a2.requestAnimationFrame || ((i2 = a2.requestAnimationFrame) || z2)(g2);
}
function C2(n3) {
  var t5 = r2, u4 = n3.__c;
  typeof u4 == "function" && (n3.__c = void 0, u4()), r2 = t5;
}
function D2(n3) {
  var t5 = r2;
  n3.__c = n3.__(), r2 = t5;
}
function E2(n3, t5) {
  return !n3 || n3.length != t5.length || t5.some(function(t6, r4) {
    return !o2(t6, n3[r4]);
  });
}
function G2(n3, t5) {
  return typeof t5 == "function" ? t5(n3) : t5;
}

// node_modules/@preact/signals-core/dist/signals-core.module.js
var i3 = /* @__PURE__ */ Symbol.for("preact-signals");
function t3() {
  if (v3 > 1)
    v3--;
  else {
    var i4, t5 = !1;
    for ((function() {
      var i5 = c3;
      for (c3 = void 0; i5 !== void 0; ) {
        var t6 = i5.S;
        if (t6.v === i5.v) for (var r5 = t6.t; r5 !== void 0; r5 = r5.x) r5.i === i5.i && (r5.i = t6.i);
        i5 = i5.o;
      }
    })(); h3 !== void 0; ) {
      var r4 = h3;
      for (h3 = void 0, s3++; r4 !== void 0; ) {
        var n3 = r4.u;
        if (r4.u = void 0, r4.f &= -3, !(8 & r4.f) && w3(r4)) try {
          r4.c();
        } catch (r5) {
          t5 || (i4 = r5, t5 = !0);
        }
        r4 = n3;
      }
    }
    if (s3 = 0, v3--, t5) throw i4;
  }
}
function r3(i4) {
  if (v3 > 0) return i4();
  u3 = ++e3, v3++;
  try {
    return i4();
  } finally {
    t3();
  }
}
var n2, o3 = void 0;
function f3(i4) {
  var t5 = o3, r4 = n2;
  o3 = void 0, n2 = void 0;
  try {
    return i4();
  } finally {
    o3 = t5, n2 = r4;
  }
}
var h3 = void 0, v3 = 0, s3 = 0, e3 = 0, u3 = 0, c3 = void 0, a3 = 0;
function d3(i4) {
  if (o3 !== void 0) {
    var t5 = i4.n;
    if (t5 === void 0 || t5.t !== o3)
      return t5 = { i: 0, S: i4, p: o3.s, n: void 0, t: o3, e: void 0, x: void 0, r: t5 }, o3.s !== void 0 && (o3.s.n = t5), o3.s = t5, i4.n = t5, 32 & o3.f && i4.S(t5), t5;
    if (t5.i === -1)
      return t5.i = 0, t5.n !== void 0 && (t5.n.p = t5.p, t5.p !== void 0 && (t5.p.n = t5.n), t5.p = o3.s, t5.n = void 0, o3.s.n = t5, o3.s = t5), t5;
  }
}
function l3(i4, t5) {
  this.v = i4, this.i = 0, this.n = void 0, this.t = void 0, this.l = 0, this.W = t5?.watched, this.Z = t5?.unwatched, this.name = t5?.name;
}
l3.prototype.brand = i3;
l3.prototype.h = function() {
  return !0;
};
l3.prototype.S = function(i4) {
  var t5 = this, r4 = this.t;
  r4 !== i4 && i4.e === void 0 && (i4.x = r4, this.t = i4, r4 !== void 0 ? r4.e = i4 : f3(function() {
    var i5;
    (i5 = t5.W) == null || i5.call(t5);
  }));
};
l3.prototype.U = function(i4) {
  var t5 = this;
  if (this.t !== void 0) {
    var r4 = i4.e, n3 = i4.x;
    r4 !== void 0 && (r4.x = n3, i4.e = void 0), n3 !== void 0 && (n3.e = r4, i4.x = void 0), i4 === this.t && (this.t = n3, n3 === void 0 && f3(function() {
      var i5;
      (i5 = t5.Z) == null || i5.call(t5);
    }));
  }
};
l3.prototype.subscribe = function(i4) {
  var t5 = this;
  return x2(function() {
    var r4 = t5.value;
    f3(function() {
      return i4(r4);
    });
  }, { name: "sub" });
};
l3.prototype.valueOf = function() {
  return this.value;
};
l3.prototype.toString = function() {
  return this.value + "";
};
l3.prototype.toJSON = function() {
  return this.value;
};
l3.prototype.peek = function() {
  var i4 = this;
  return f3(function() {
    return i4.value;
  });
};
Object.defineProperty(l3.prototype, "value", { get: function() {
  var i4 = d3(this);
  return i4 !== void 0 && (i4.i = this.i), this.v;
}, set: function(i4) {
  if (i4 !== this.v) {
    if (s3 > 100) throw new Error("Cycle detected");
    (function(i5) {
      v3 !== 0 && s3 === 0 && i5.l !== u3 && (i5.l = u3, c3 = { S: i5, v: i5.v, i: i5.i, o: c3 });
    })(this), this.v = i4, this.i++, a3++, v3++;
    try {
      for (var r4 = this.t; r4 !== void 0; r4 = r4.x) r4.t.N();
    } finally {
      t3();
    }
  }
} });
function y3(i4, t5) {
  return new l3(i4, t5);
}
function w3(i4) {
  for (var t5 = i4.s; t5 !== void 0; t5 = t5.n) if (t5.S.i !== t5.i || !t5.S.h() || t5.S.i !== t5.i) return !0;
  return !1;
}
function b(i4) {
  for (var t5 = i4.s; t5 !== void 0; t5 = t5.n) {
    var r4 = t5.S.n;
    if (r4 !== void 0 && (t5.r = r4), t5.S.n = t5, t5.i = -1, t5.n === void 0) {
      i4.s = t5;
      break;
    }
  }
}
function _3(i4) {
  for (var t5 = i4.s, r4 = void 0; t5 !== void 0; ) {
    var n3 = t5.p;
    t5.i === -1 ? (t5.S.U(t5), n3 !== void 0 && (n3.n = t5.n), t5.n !== void 0 && (t5.n.p = n3)) : r4 = t5, t5.S.n = t5.r, t5.r !== void 0 && (t5.r = void 0), t5 = n3;
  }
  i4.s = r4;
}
function j2(i4, t5) {
  l3.call(this, void 0, t5), this.x = i4, this.s = void 0, this.g = a3 - 1, this.f = 4;
}
j2.prototype = new l3();
j2.prototype.h = function() {
  if (this.f &= -3, 1 & this.f) return !1;
  if ((36 & this.f) == 32 || (this.f &= -5, this.g === a3)) return !0;
  if (this.g = a3, this.f |= 1, this.i > 0 && !w3(this))
    return this.f &= -2, !0;
  var i4 = o3;
  try {
    b(this), o3 = this;
    var t5 = this.x();
    (16 & this.f || this.v !== t5 || this.i === 0) && (this.v = t5, this.f &= -17, this.i++);
  } catch (i5) {
    this.v = i5, this.f |= 16, this.i++;
  }
  return o3 = i4, _3(this), this.f &= -2, !0;
};
j2.prototype.S = function(i4) {
  if (this.t === void 0) {
    this.f |= 36;
    for (var t5 = this.s; t5 !== void 0; t5 = t5.n) t5.S.S(t5);
  }
  l3.prototype.S.call(this, i4);
};
j2.prototype.U = function(i4) {
  if (this.t !== void 0 && (l3.prototype.U.call(this, i4), this.t === void 0)) {
    this.f &= -33;
    for (var t5 = this.s; t5 !== void 0; t5 = t5.n) t5.S.U(t5);
  }
};
j2.prototype.N = function() {
  if (!(2 & this.f)) {
    this.f |= 6;
    for (var i4 = this.t; i4 !== void 0; i4 = i4.x) i4.t.N();
  }
};
Object.defineProperty(j2.prototype, "value", { get: function() {
  if (1 & this.f) throw new Error("Cycle detected");
  var i4 = d3(this);
  if (this.h(), i4 !== void 0 && (i4.i = this.i), 16 & this.f) throw this.v;
  return this.v;
} });
function O(i4, t5) {
  return new j2(i4, t5);
}
function p3(i4) {
  var r4 = i4.j;
  if (i4.j = void 0, typeof r4 == "function") {
    v3++;
    var n3 = o3;
    o3 = void 0;
    try {
      r4();
    } catch (t5) {
      throw i4.f &= -2, i4.f |= 8, g3(i4), t5;
    } finally {
      o3 = n3, t3();
    }
  }
}
function g3(i4) {
  for (var t5 = i4.s; t5 !== void 0; t5 = t5.n) t5.S.U(t5);
  i4.x = void 0, i4.s = void 0, p3(i4);
}
function S2(i4) {
  if (o3 !== this) throw new Error("Out-of-order effect");
  _3(this), o3 = i4, this.f &= -2;
  try {
    8 & this.f && g3(this);
  } finally {
    t3();
  }
}
function m3(i4, t5) {
  this.x = i4, this.j = void 0, this.s = void 0, this.u = void 0, this.f = 32, this.name = t5?.name, n2 && n2.push(this);
}
m3.prototype.c = function() {
  var i4 = this.S();
  try {
    if (8 & this.f || this.x === void 0) return;
    var t5 = this.x();
    typeof t5 == "function" && (this.j = t5);
  } finally {
    i4();
  }
};
m3.prototype.S = function() {
  if (1 & this.f) throw new Error("Cycle detected");
  this.f |= 1, this.f &= -9, p3(this), b(this), v3++;
  var i4 = o3;
  return o3 = this, S2.bind(this, i4);
};
m3.prototype.N = function() {
  2 & this.f || (this.f |= 2, this.u = h3, h3 = this);
};
m3.prototype.d = function() {
  this.f |= 8, 1 & this.f || g3(this);
};
m3.prototype.dispose = function() {
  this.d();
};
function x2(i4, t5) {
  var r4 = new m3(i4, t5);
  try {
    r4.c();
  } catch (i5) {
    throw r4.d(), i5;
  }
  var n3 = r4.d.bind(r4);
  return n3[Symbol.dispose] = n3, n3;
}

// node_modules/@preact/signals/dist/signals.module.js
var h4, d4, p4, m4 = typeof window < "u" && !!window.__PREACT_SIGNALS_DEVTOOLS__;
var g4 = [];
x2(function() {
  h4 = this.N;
})();
function b2(i4, n3) {
  n[i4] = n3.bind(null, n[i4] || function() {
  });
}
function y4(i4) {
  if (p4) {
    var n3 = p4;
    p4 = void 0, n3();
  }
  p4 = i4 && i4.S();
}
function w4(i4) {
  var n3 = this, r4 = i4.data, t5 = useSignal(r4);
  t5.name = "ReactiveDom", t5.value = r4;
  var e4 = w2(function() {
    for (var i5 = n3, r5 = n3.__v; r5 = r5.__; ) if (r5.__c) {
      r5.__c.__$f |= 4;
      break;
    }
    var o5 = O(function() {
      var i6 = t5.value.value;
      return i6 === 0 ? 0 : i6 === !0 ? "" : i6 || "";
    }), e5 = O(function() {
      return !Array.isArray(o5.value) && !r(o5.value);
    }), u5 = x2(function() {
      if (this.N = M, e5.value) {
        var n4 = o5.value;
        i5.__v && i5.__v.__e && i5.__v.__e.nodeType === 3 && (i5.__v.__e.data = n4);
      }
    }), c5 = n3.__$u.d;
    return n3.__$u.d = function() {
      u5(), c5.call(this);
    }, [e5, o5];
  }, []), u4 = e4[0], c4 = e4[1];
  return u4.value ? c4.peek() : c4.value;
}
w4.displayName = "ReactiveTextNode";
Object.defineProperties(l3.prototype, { constructor: { configurable: !0, value: k($, null).constructor }, type: { configurable: !0, value: w4 }, props: { configurable: !0, get: function() {
  var i4 = this;
  return { data: { get value() {
    return i4.value;
  } } };
} }, __b: { configurable: !0, value: 1 } });
b2("__b", function(i4, n3) {
  if (y4(), d4 = void 0, typeof n3.type == "string") {
    var r4, t5 = n3.props;
    for (var f5 in t5) if (f5 !== "children") {
      var o5 = t5[f5];
      o5 instanceof l3 && (r4 || (n3.__np = r4 = {}), r4[f5] = o5, t5[f5] = o5.peek());
    }
  }
  i4(n3);
});
b2("__r", function(i4, r4) {
  if (i4(r4), r4.type !== $) {
    y4();
    var t5, f5 = r4.__c;
    f5 && (f5.__$f &= -2, (t5 = f5.__$u) === void 0 && (f5.__$u = t5 = (function(i5, n3) {
      var r5;
      return x2(function() {
        r5 = this;
      }, { name: n3 }), r5.c = i5, r5;
    })(/* @__PURE__ */ (function(i5) {
      return function() {
        var n3;
        m4 && ((n3 = this.y) == null || n3.call(this)), i5.__$f |= 1, i5.setState({});
      };
    })(f5), typeof r4.type == "function" ? r4.type.displayName || r4.type.name : ""))), d4 = f5, y4(t5);
  }
});
b2("__e", function(i4, n3, r4, t5) {
  y4(), d4 = void 0, i4(n3, r4, t5);
});
b2("diffed", function(i4, n3) {
  y4(), d4 = void 0;
  var r4;
  if (typeof n3.type == "string" && (r4 = n3.__e)) {
    var t5 = n3.__np, f5 = n3.props, o5 = r4.U;
    if (o5) for (var e4 in o5) {
      var u4 = o5[e4];
      u4 === void 0 || t5 && e4 in t5 || (u4.d(), o5[e4] = void 0);
    }
    if (t5) {
      o5 || (o5 = {}, r4.U = o5);
      for (var a5 in t5) {
        var c4 = o5[a5], v4 = t5[a5];
        c4 === void 0 ? (c4 = k3(r4, a5, v4, f5), o5[a5] = c4) : c4.o(v4, f5);
      }
    }
  }
  i4(n3);
});
function k3(i4, n3, r4, t5) {
  var f5 = n3 in i4 && i4.ownerSVGElement === void 0, o5 = y3(r4);
  return { o: function(i5, n4) {
    o5.value = i5, t5 = n4;
  }, d: x2(function() {
    this.N = M;
    var r5 = o5.value.value;
    t5[n3] !== r5 && (t5[n3] = r5, f5 ? i4[n3] = r5 : r5 != null && (r5 !== !1 || n3[4] === "-") ? i4.setAttribute(n3, r5) : i4.removeAttribute(n3));
  }) };
}
b2("unmount", function(i4, n3) {
  if (typeof n3.type == "string") {
    var r4 = n3.__e;
    if (r4) {
      var t5 = r4.U;
      if (t5) {
        r4.U = void 0;
        for (var f5 in t5) {
          var o5 = t5[f5];
          o5 && o5.d();
        }
      }
    }
    var e4 = n3.__np;
    if (e4) {
      var u4 = n3.props;
      for (var a5 in e4) u4[a5] = e4[a5];
    }
    n3.__np = void 0;
  } else {
    var c4 = n3.__c;
    if (c4) {
      c4.__$f |= 8;
      var v4 = c4.__$u;
      v4 && (c4.__$u = void 0, v4.d());
    }
  }
  i4(n3);
});
b2("__h", function(i4, n3, r4, t5) {
  t5 < 3 && (n3.__$f |= 2), i4(n3, r4, t5);
});
x.prototype.shouldComponentUpdate = function(i4, n3) {
  if (this.__R) return !0;
  var r4 = this.__$u, t5 = r4 && r4.s !== void 0;
  for (var f5 in n3) return !0;
  if (this.__f || typeof this.u == "boolean" && this.u === !0) {
    var o5 = 2 & this.__$f;
    if (!(t5 || o5 || 4 & this.__$f) || 1 & this.__$f) return !0;
  } else if (!(t5 || 4 & this.__$f) || 3 & this.__$f) return !0;
  for (var e4 in i4) if (e4 !== "__source" && i4[e4] !== this.props[e4]) return !0;
  for (var u4 in this.props) if (!(u4 in i4)) return !0;
  return !1;
};
function useSignal(i4, n3) {
  return w2(function() {
    return y3(i4, n3);
  }, []);
}
function useComputed(i4, n3) {
  var r4 = T2(i4);
  return r4.current = i4, d4.__$f |= 4, w2(function() {
    return O(function() {
      return r4.current();
    }, n3);
  }, []);
}
var A3 = function(i4) {
  queueMicrotask(function() {
    queueMicrotask(i4);
  });
};
function F3() {
  r3(function() {
    for (var i4; i4 = g4.shift(); ) h4.call(i4);
  });
}
function M() {
  g4.push(this) === 1 && (n.requestAnimationFrame || A3)(F3);
}

// src/store/prefs.ts
var THEMES = ["auto", "light", "dark"], DENSITIES = [3, 2, 1], PANES = ["right", "bottom", "off"], LANGUAGES = ["en", "qps"], CLOCKS = [24, 12];
var NAME = "mailsink", DEFAULTS = { theme: "auto", keys: !0, stack: "curl", list: 440, mine: [], density: 3, pane: "right", clock: 24, zone: "", locale: "", language: "en", announce: !0, width: 0, scheme: "light", remote: "blocked", programs: [], remap: {}, notify: [], home: "" };
function stored() {
  try {
    return JSON.parse(localStorage.getItem(NAME) ?? "{}");
  } catch {
    return {};
  }
}
var prefs = y3({ ...DEFAULTS, ...stored() });
function prefer(change) {
  prefs.value = { ...prefs.value, ...change };
  try {
    localStorage.setItem(NAME, JSON.stringify(prefs.value));
  } catch {
  }
}
function remapped(key2) {
  return prefs.value.remap[key2] ?? key2;
}
function reset() {
  prefer({ ...DEFAULTS, mine: prefs.value.mine });
}
function dress(own) {
  x2(() => {
    let { theme, density, pane } = prefs.value;
    Object.assign(document.documentElement.dataset, { density: own() || density, pane }), theme === "auto" ? delete document.documentElement.dataset.theme : document.documentElement.dataset.theme = theme;
  });
}

// src/route.ts
var TABS = ["html", "text", "source", "headers", "delivery", "parts", "checks"], SCREENS = ["sessions", "run", "rules", "stats", "settings", "compare"], SCHEMES = ["light", "dark", "forced"], FORMS = ["raw", "html", "text"], HOME = {
  screen: "mail",
  name: "",
  other: "",
  address: "",
  saved: "",
  q: "",
  account: "",
  mailbox: "",
  sort: "",
  id: "",
  tab: "",
  width: 0,
  scheme: "light",
  form: "raw",
  line: 0
}, PARAMS = { q: "q", account: "account", mailbox: "mailbox", sort: "sort", address: "a" }, SAID = ["q", "account", "mailbox"], SORTS = ["newest", "oldest", "largest", "sender", "recipient", "subject"];
function parse(url, root = base) {
  let params = url.searchParams, path2 = url.pathname.slice(root.length).split("/").map(decode), [tab, ...options] = url.hash.slice(1).split(","), out = { ...HOME, screen: screenOf(path2[0] ?? "") };
  for (let [field, name] of Object.entries(PARAMS)) out[field] = params.get(name) ?? "";
  let shown = {
    tab: TABS.find((name) => name === (path2[0] === "m" && path2[2] || tab)) ?? "",
    width: numbered(options, "w="),
    scheme: SCHEMES.find((name) => options.includes(name)) ?? "light",
    form: FORMS.find((name) => options.includes(name)) ?? "raw",
    line: numbered(options, "l=")
  };
  return out.screen === "compare" ? { ...out, ...shown, name: path2[1] ?? "", other: path2[2] ?? "" } : out.screen !== "mail" ? { ...out, name: path2[1] ?? "", other: path2[2] ?? "" } : (out.saved = path2[0] === "v" ? path2[1] ?? "" : params.get("v") ?? "", out.id = path2[0] === "m" ? path2[1] ?? "" : "", { ...out, ...shown });
}
function numbered(options, name) {
  return Number(options.find((option) => option.startsWith(name))?.slice(name.length)) || 0;
}
function screenOf(first2) {
  return SCREENS.find((name) => name === (first2 === "runs" ? "run" : first2)) ?? "mail";
}
function decode(part2) {
  try {
    return decodeURIComponent(part2);
  } catch {
    return part2;
  }
}
function format(route2, root = base) {
  let params = new URLSearchParams();
  for (let [field, name] of Object.entries(PARAMS)) {
    let value = route2[field];
    value && !(route2.saved && SAID.includes(field)) && params.set(name, value);
  }
  route2.saved && route2.id && params.set("v", route2.saved);
  let query2 = params.size ? "?" + params : "";
  return root + path(route2, query2) + query2 + hash(route2);
}
function path(route2, query2) {
  let join2 = (...parts2) => parts2.filter(Boolean).map(encodeURIComponent).join("/");
  return route2.screen !== "mail" ? join2(route2.screen === "run" && !route2.name ? "runs" : route2.screen, route2.name, route2.other) : route2.id ? join2("m", route2.id) : route2.saved ? join2("v", route2.saved) : query2 || route2.screen === "mail" && prefs.peek().home ? "q" : "";
}
function hash(route2) {
  if (!route2.id && route2.screen !== "compare") return "";
  let options = [route2.width ? `w=${route2.width}` : "", route2.scheme === "light" ? "" : route2.scheme, route2.form === "raw" ? "" : route2.form, route2.line ? `l=${route2.line}` : ""].filter(Boolean);
  return !route2.tab && options.length === 0 ? "" : "#" + [route2.tab || "html", ...options].join(",");
}
var route = y3(typeof location > "u" ? HOME : parse(new URL(location.href))), mail = HOME;
function mailRoute() {
  return mail;
}
function go(change, replace = !1) {
  let next = { ...route.value, ...change };
  route.value.screen === "mail" && next.screen !== "mail" && (mail = route.value);
  let url = format(next);
  if (url === location.pathname + location.search + location.hash) {
    route.value = next;
    return;
  }
  replace ? history.replaceState(null, "", url) : history.pushState(null, "", url), route.value = next;
}
function visit(change) {
  go({ ...HOME, ...change });
}
function href(change) {
  return format({ ...HOME, ...change });
}
function follow() {
  addEventListener("popstate", () => route.value = parse(new URL(location.href)));
}
function permalink(id) {
  return new URL(at(`m/${encodeURIComponent(id)}`), location.href).href;
}

// src/query.ts
var FIELDS = [
  "rcpt",
  "from",
  "to",
  "subject",
  "is",
  "has",
  "in",
  "tag",
  "run",
  "body",
  "code",
  "link",
  "filename",
  "after",
  "before",
  "newer",
  "older",
  "on",
  "larger",
  "smaller",
  "mailfrom",
  "final",
  "rule",
  "session",
  "user",
  "ip",
  "helo",
  "cc",
  "bcc",
  "reply-to",
  "addressed",
  "message-id",
  "header",
  "type"
], VALUES = {
  is: ["unread", "read", "pinned", "unpinned", "tagged", "untagged", "rewritten", "external", "injected", "malformed", "answered", "duplicate", "mine"],
  has: ["attachment", "inline", "html", "text", "remote", "ics", "code", "link", "warning"],
  newer: ["10m", "1h", "1d", "1w"],
  older: ["1h", "1d", "1w"],
  after: ["today", "yesterday"],
  before: ["today", "yesterday"],
  on: ["today", "yesterday"],
  larger: ["100k", "1M", "10M"]
}, FACETS = { rcpt: "rcpt", addressed: "rcpt", from: "from", in: "mbox", mailbox: "mbox" };
function terms(q2) {
  let out = [], piece = /[()]|[-!]?(?:[\w-]+:)?(?:"[^"]*"?|\/(?:[^/\\]|\\.)*\/?|[^\s()"]+)+/g;
  for (let match of q2.matchAll(piece)) out.push({ text: match[0], from: match.index, to: match.index + match[0].length });
  return out;
}
function joining(text2) {
  return /^(?:OR|AND|NOT|[-!()])$/.test(text2);
}
var LOOSE = [
  [/(^| )(?:[-!] |NOT )?\( \)(?= |$)/, "$1"],
  [/ AND(?= OR )/, ""],
  [/(^|\( | (?:OR|AND) )(?:OR|AND)(?= |$)/, "$1"],
  [/(?:^| )(?:OR|AND|NOT)(?=$| \))/, ""],
  [/(^| )(?:NOT |[-!] )(?=(?:OR|AND|\))(?: |$))/, "$1"],
  [/ {2,}/, " "],
  [/^ | $/, ""]
];
function without(q2, term) {
  let list2 = terms(q2), at2 = list2.findIndex((one) => one.from === term.from), from = (list2[at2 - 1]?.text ?? "") === "NOT" ? at2 - 1 : at2, text2 = list2.filter((_4, index) => index < from || index > at2).map((one) => one.text).join(" ");
  for (let old = ""; old !== text2; ) {
    old = text2;
    for (let [loose, by] of LOOSE) text2 = text2.replace(loose, by);
  }
  return text2.replaceAll("( ", "(").replaceAll(" )", ")").replace(/([-!]) \(/g, "$1(");
}
function inked(q2, bad = -1) {
  let out = [], at2 = 0;
  for (let { text: text2, from, to } of terms(q2)) {
    from > at2 && out.push({ text: q2.slice(at2, from) });
    let wrong = bad >= from && bad < to ? { bad: !0 } : {}, field = /^[-!]?[\w-]+:/.exec(text2)?.[0];
    joining(text2) ? out.push({ text: text2, ink: "join", ...wrong }) : field && known(field) ? out.push({ text: field, ink: "field", ...wrong }, { text: text2.slice(field.length), ink: "value", ...wrong }) : out.push({ text: text2, ...wrong }), at2 = to;
  }
  return at2 < q2.length && out.push({ text: q2.slice(at2) }), bad >= q2.length && out.length && (out[out.length - 1].bad = !0), out.filter((piece) => piece.text);
}
function known(field) {
  let name = field.replace(/^[-!]|:$/g, "").toLowerCase();
  return name === "mailbox" || FIELDS.includes(name);
}
var MINE = /(?<=^|[\s(!-])is:mine(?=$|[\s)])/gi;
function spoken(q2, mine) {
  return mine.length ? q2.replace(MINE, mineQuery(mine)) : q2;
}
function placed(q2, mine, position) {
  let index = [...spoken(q2, mine)].slice(0, position - 1).join("").length;
  if (!mine.length) return index;
  let more = mineQuery(mine).length - 7;
  for (let match of q2.matchAll(MINE)) {
    if (index < match.index) break;
    index = Math.max(match.index, index - more);
  }
  return index;
}
function termAt(q2, caret) {
  return terms(q2).find((term) => term.from <= caret && caret <= term.to) ?? { text: "", from: caret, to: caret };
}
function wanted(part2) {
  let [, field, value] = /^[-!(]*(?:([\w-]+):)?"?(.*)$/.exec(part2), prefix = value.toLowerCase();
  if (field === void 0) return prefix ? { fields: FIELDS.filter((name2) => name2.startsWith(prefix)) } : void 0;
  let name = field.toLowerCase();
  if (FACETS[name]) return { field, facet: FACETS[name], prefix };
  let values = (VALUES[name] ?? []).filter((one) => one.toLowerCase().startsWith(prefix) && one.toLowerCase() !== prefix);
  return values.length ? { field, values } : void 0;
}
function quoted(value) {
  return /[\s()"]/.test(value) ? `"${value.replaceAll('"', "")}"` : value;
}
function complete(q2, term, text2) {
  let sign = /^[-!(]*/.exec(term.text)[0], space = text2.endsWith(":") || q2[term.to] === " " ? "" : " ";
  return { q: q2.slice(0, term.from) + sign + text2 + space + q2.slice(term.to), caret: term.from + sign.length + text2.length + (text2.endsWith(":") ? 0 : 1) };
}
function mineQuery(patterns) {
  let each = patterns.map((pattern) => `rcpt:${quoted(pattern)}`);
  return each.length > 1 ? `(${each.join(" OR ")})` : each[0] ?? "";
}
function fits(pattern, address2) {
  let [low, text2] = [pattern.toLowerCase(), address2.toLowerCase()];
  return low.includes("*") ? new RegExp(`^${low.split("*").map((part2) => part2.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*")}$`).test(text2) : text2.includes(low);
}
function distance(a5, b3) {
  let row = Array.from({ length: b3.length + 1 }, (_4, at2) => at2);
  for (let i4 = 1; i4 <= a5.length; i4++) {
    let next = [i4];
    for (let j3 = 1; j3 <= b3.length; j3++) next.push(Math.min(row[j3] + 1, next[j3 - 1] + 1, row[j3 - 1] + (a5[i4 - 1] === b3[j3 - 1] ? 0 : 1)));
    row = next;
  }
  return row[b3.length];
}
function nearest(word, all) {
  let far = (value) => Math.min(distance(word, value), distance(word, value.split("@")[0])), [best2] = all.map((one) => ({ one, far: far(one.value.toLowerCase()) })).sort((a5, b3) => a5.far - b3.far);
  return best2 && best2.far > 0 && best2.far <= Math.max(2, word.length / 4) ? best2.one : void 0;
}

// src/store/facets.ts
var GAP = 2e3, Facets = class {
  /** asked says what is counted beside recipients and accounts: the saved views, and the query for one's own mail. */
  constructor(asked4 = () => ({ views: !1, mine: "" })) {
    this.asked = asked4;
  }
  asked;
  recipients = y3([]);
  accounts = y3([]);
  prefix = y3("");
  /** How many recipients are asked for. */
  limit = y3(12);
  /** More recipients are there than are shown. */
  more = y3(!1);
  /** The saved views, with how much each shows. */
  views = y3([]);
  /** How much is to one's own addresses; undefined when none are known. */
  mine = y3(void 0);
  last = -1 / 0;
  timer = 0;
  loading;
  /** refresh fetches again, now or as soon as it is fit. */
  refresh() {
    if (this.timer || document.hidden) return;
    let wait = Math.max(0, this.last + GAP - performance.now());
    this.timer = window.setTimeout(() => {
      this.timer = 0, this.fetch();
    }, wait);
  }
  /** find shows the recipients that start with prefix. */
  find(prefix) {
    this.prefix.value = prefix, this.fetch();
  }
  /** showMore shows more recipients. */
  showMore() {
    this.limit.value += 24, this.fetch();
  }
  async fetch() {
    this.last = performance.now(), this.loading?.abort();
    let mine = this.loading = new AbortController(), limit = this.limit.value;
    try {
      let asked4 = this.asked(), [recipients, accounts2, views, own] = await Promise.all([
        facets("rcpt", this.prefix.value, limit + 1, mine.signal),
        accounts(),
        asked4.views ? countedViews(mine.signal) : [],
        asked4.mine ? rows({ q: asked4.mine, account: "", mailbox: "" }, { offset: 0, limit: 1, asof: 0 }, mine.signal) : void 0
      ]);
      if (mine.signal.aborted) return;
      this.views.value = views, this.mine.value = own && { total: own.total, unread: own.unread }, this.recipients.value = recipients.slice(0, limit), this.more.value = recipients.length > limit, this.accounts.value = accounts2;
    } catch {
    }
  }
};

// src/live/feed.ts
var BACKOFF = [500, 1e3, 2e3, 5e3, 1e4], SILENCE = 4e4, REFUSALS = 3, POLL = 5e3, Feed = class {
  constructor(listener) {
    this.listener = listener;
  }
  listener;
  view = { q: "", account: "", mailbox: "" };
  since = 0;
  socket;
  events;
  attempts = 0;
  refused = 0;
  retry = 0;
  watchdog = 0;
  heard = 0;
  /** subscribe says what to tell about, from the position since on. */
  subscribe(view2, since) {
    this.view = { q: view2.q, account: view2.account, mailbox: view2.mailbox }, this.since = since, this.socket?.readyState === WebSocket.OPEN ? this.speak() : this.events ? this.listen() : !this.socket && !this.retry && this.connect();
  }
  /** hurry tries again now, when it would have waited. */
  hurry() {
    this.retry && (clearTimeout(this.retry), !(this.socket || this.events) && this.connect());
  }
  /** close ends the feed. */
  close() {
    clearTimeout(this.retry), clearTimeout(this.watchdog), this.events?.close();
    let socket = this.socket;
    this.socket = void 0, socket?.close();
  }
  connect() {
    if (this.retry = 0, this.refused >= REFUSALS) return this.listen();
    let socket = new WebSocket(new URL(at("v1/feed"), location.href).href.replace(/^http/, "ws"));
    this.socket = socket;
    let opened2 = !1;
    socket.onopen = () => {
      opened2 = !0, this.refused = 0, this.speak();
    }, socket.onmessage = (event) => this.socket === socket && this.hear(String(event.data)), socket.onclose = () => {
      this.socket === socket && (opened2 || this.refused++, this.lost());
    };
  }
  speak() {
    this.socket?.send(JSON.stringify({ sub: this.view, since: this.since, counts: !1 }));
  }
  hear(data) {
    let frame2 = JSON.parse(data);
    this.attempts = 0, this.alive(), this.listener.link("live"), this.listener.frame(this.inOrder(frame2));
  }
  /** inOrder moves on with the frame, or makes a gap of it when something is missing before it. */
  inOrder(frame2) {
    if ((frame2.type === "ping" || frame2.type === "hello") && (this.since ||= frame2.seq), frame2.type !== "batch") return frame2;
    let missing = this.since > 0 && frame2.from > this.since + 1, from = this.since + 1;
    return this.since = Math.max(this.since, frame2.to), missing ? { type: "gap", from, to: frame2.to } : frame2;
  }
  alive() {
    this.heard = performance.now(), this.watchdog ||= window.setTimeout(() => this.watch(), SILENCE);
  }
  /** watch gives the server up when it has been silent for too long. One timer at a time suffices for any number of frames. */
  watch() {
    this.watchdog = 0;
    let left2 = this.heard + SILENCE - performance.now();
    left2 > 0 ? this.watchdog = window.setTimeout(() => this.watch(), left2) : this.lost();
  }
  lost() {
    clearTimeout(this.watchdog), this.watchdog = 0;
    let socket = this.socket;
    this.socket = void 0, socket?.close();
    let wait = BACKOFF[Math.min(this.attempts++, BACKOFF.length - 1)] * (0.8 + Math.random() * 0.4);
    this.listener.link("offline", performance.now() + wait), this.retry = window.setTimeout(() => this.connect(), wait);
  }
  /** listen uses server-sent events, for proxies that do not let a WebSocket through. */
  listen() {
    this.events?.close();
    let params = new URLSearchParams({ ...this.view, since: String(this.since) }), events = new EventSource(at("v1/events") + "?" + params);
    this.events = events, events.onmessage = (event) => this.hear(String(event.data)), events.onerror = () => {
      this.listener.link("offline"), events.readyState === EventSource.CLOSED && this.poll();
    };
  }
  /** poll has everything fetched anew from time to time, when nothing else works. */
  poll() {
    this.events = void 0, this.retry = window.setTimeout(() => {
      this.listener.frame({ type: "gap", from: this.since + 1, to: this.since + 1 }), this.listen();
    }, POLL);
  }
};

// src/store/pace.ts
var GAPS = [
  [300, 250],
  [150, 100],
  [0, 16]
], SPAN = 400, Pace = class {
  seen = [];
  last = -1 / 0;
  /** arrived notes n arrivals. */
  arrived(n3, now2) {
    for (this.seen.push([now2, n3]); this.seen[0][0] <= now2 - SPAN; ) this.seen.shift();
  }
  /** rate returns the arrivals a second of late. */
  rate(now2) {
    return this.seen.reduce((sum, [time, n3]) => time > now2 - SPAN ? sum + n3 : sum, 0) * 1e3 / SPAN;
  }
  /** wait returns how long to wait with the next drawing: 0 is now. */
  wait(now2) {
    let rate = this.rate(now2), gap = GAPS.find(([above]) => rate > above)?.[1] ?? 0;
    return Math.max(0, this.last + gap - now2);
  }
  /** drawn notes that the list has been drawn. */
  drawn(now2) {
    this.last = now2;
  }
};

// src/store/rows.ts
var Rows = class {
  total = 0;
  /** The snapshot: no row of the list arrived later. */
  asof = 0;
  epoch = 0;
  pages = /* @__PURE__ */ new Map();
  /** reset starts again with the newest rows of a snapshot, newest first. */
  reset(total, asof, newest) {
    this.epoch++, this.pages.clear(), this.total = total, this.asof = asof, this.put(total - newest.length, newest.toReversed());
  }
  /** at returns the row shown at index, undefined when it must be fetched first. */
  at(index) {
    let rank = this.total - 1 - index;
    if (!(rank < 0))
      return this.pages.get(Math.floor(rank / 200))?.[rank % 200];
  }
  /** append adds arrivals, oldest first; what is in the snapshot already is left out. */
  append(rows2, asof) {
    let fresh = rows2.filter((row) => row.seq > this.asof);
    this.put(this.total, fresh), this.total += fresh.length, this.asof = Math.max(this.asof, asof);
  }
  /** update replaces the rows that are in memory; the others come new when they are fetched. */
  update(rows2) {
    for (let row of rows2) {
      let rank = this.rank(row.id);
      rank >= 0 && (this.pages.get(Math.floor(rank / 200))[rank % 200] = row);
    }
  }
  /** remove takes rows out and returns how many of them were in memory; of the others the place is unknown. */
  remove(ids) {
    let ranks = this.ranksOf(ids);
    if (ranks.length === 0) return 0;
    let kept = this.entries().filter(([, row]) => !ids.has(row.id));
    this.epoch++, this.pages.clear();
    let below = 0;
    for (let [rank, row] of kept) {
      for (; below < ranks.length && ranks[below] < rank; ) below++;
      this.put(rank - below, [row]);
    }
    return this.total -= ranks.length, ranks.length;
  }
  /** missing returns the pages that are needed to show the indexes from start to before end. */
  missing(start, end) {
    let out = [], low = Math.max(0, this.total - end), high = this.total - 1 - start;
    for (let page2 = Math.floor(high / 200); page2 >= 0 && page2 >= Math.floor(low / 200); page2--) {
      if (!this.lacks(page2, low, high)) continue;
      let top = Math.min(this.total, (page2 + 1) * 200);
      out.push({ page: page2, offset: this.total - top, limit: top - page2 * 200, asof: this.asof, epoch: this.epoch });
    }
    return out;
  }
  /** fill puts in what the server answered, newest first. It returns false when the answer came too late to fit. */
  fill(wanted2, answer) {
    return wanted2.epoch !== this.epoch || answer.length !== wanted2.limit ? !1 : (this.put(wanted2.page * 200, answer.toReversed()), !0);
  }
  /** older returns the question for rows older than all that have been counted. */
  older() {
    return { page: -1, offset: this.total, limit: 200, asof: this.asof, epoch: this.epoch };
  }
  /** deepen puts in rows older than all others, newest first, when the list turns out to have total rows. */
  deepen(wanted2, rows2, total) {
    let more = total - this.total;
    if (wanted2.epoch !== this.epoch || wanted2.asof !== this.asof || more <= 0) return;
    let kept = this.entries();
    this.epoch++, this.pages.clear(), this.total = total;
    for (let [rank, row] of kept) this.put(rank + more, [row]);
    this.put(more - rows2.length, rows2.toReversed());
  }
  /** trim forgets the pages farthest from the indexes from start to before end. */
  trim(start, end) {
    if (this.pages.size <= 25) return;
    let middle = Math.floor((this.total - (start + end) / 2) / 200), far = [...this.pages.keys()].sort((a5, b3) => Math.abs(b3 - middle) - Math.abs(a5 - middle));
    for (let page2 of far.slice(0, this.pages.size - 25)) this.pages.delete(page2);
  }
  /** indexOf returns where the message is shown, -1 when it is not in memory. */
  indexOf(id) {
    let rank = this.rank(id);
    return rank < 0 ? -1 : this.total - 1 - rank;
  }
  /** find returns the row of a message, undefined when it is not in memory. */
  find(id) {
    let index = this.indexOf(id);
    return index < 0 ? void 0 : this.at(index);
  }
  put(rank, rows2) {
    for (let row of rows2) {
      let number = Math.floor(rank / 200), page2 = this.pages.get(number);
      page2 || this.pages.set(number, page2 = []), page2[rank % 200] = row, rank++;
    }
  }
  lacks(page2, low, high) {
    let rows2 = this.pages.get(page2);
    if (!rows2) return !0;
    let from = Math.max(low, page2 * 200), to = Math.min(high, page2 * 200 + 200 - 1);
    for (let rank = from; rank <= to; rank++) if (!rows2[rank % 200]) return !0;
    return !1;
  }
  rank(id) {
    for (let [number, page2] of this.pages) {
      let place2 = page2.findIndex((row) => row?.id === id);
      if (place2 >= 0) return number * 200 + place2;
    }
    return -1;
  }
  ranksOf(ids) {
    return this.entries().filter(([, row]) => ids.has(row.id)).map(([rank]) => rank);
  }
  entries() {
    let out = [];
    for (let number of [...this.pages.keys()].sort((a5, b3) => a5 - b3))
      this.pages.get(number).forEach((row, place2) => row && out.push([number * 200 + place2, row]));
    return out;
  }
};

// src/store/inbox.ts
var EMPTY_STAGE = { held: () => !1, restless: () => 0, keep: (change) => change() }, PARALLEL = 2, Inbox = class {
  rows = new Rows();
  /** Counts up whenever rows have changed. */
  version = y3(0);
  /** Arrivals that wait. */
  waiting = y3(0);
  unread = y3(0);
  /** What the server says of a search that it had no time to finish. */
  note = y3("");
  /** Rows of messages that others have deleted, while nothing may move: they go with the next drawing. */
  faded = y3(/* @__PURE__ */ new Set());
  /** How much happened while the server could not be reached, while that is fetched. */
  missed = y3(0);
  /** There are more messages than have been counted. */
  partial = y3(!1);
  status = y3("loading");
  /** Why the last fetch failed; status 400 is for the user to mend, in the query. */
  problem = y3({ status: 0, text: "", position: 0 });
  paused = y3(!1);
  link = y3("connecting");
  /** When a lost connection is tried again, as performance.now() counts. */
  retry = y3(0);
  /** Arrivals of the last second. */
  rate = y3(0);
  stage = EMPTY_STAGE;
  /** Called with the newest row after arrivals have been drawn. */
  arrived = () => {
  };
  /** Called with the messages that are no more. */
  gone = () => {
  };
  view = { q: "", account: "", mailbox: "" };
  pending = [];
  upTo = 0;
  counted;
  removed = /* @__PURE__ */ new Set();
  /** The list differs from that of the server in ways that are not known, and has to be fetched before it is drawn again. */
  stale = !1;
  pace = new Pace();
  timer = 0;
  resync = 0;
  loading;
  wanted = [0, 0];
  under = /* @__PURE__ */ new Set();
  feed = new Feed({ frame: (frame2) => this.receive(frame2), link: (link, retry = 0) => r3(() => (this.link.value = link, this.retry.value = retry)) });
  /** open shows a view; rows of it that are at hand need not be fetched. */
  async open(view2, atHand) {
    this.view = view2, this.status.value = "loading", await this.load(atHand, !0);
  }
  /** hurry tries to reach the server now. */
  hurry() {
    this.feed.hurry();
  }
  /** reload fetches the newest rows again, and keeps what is seen in place. */
  async reload() {
    await this.load(void 0, !1);
  }
  async load(atHand, fresh) {
    clearTimeout(this.resync), this.resync = 0, this.loading?.abort();
    let mine = this.loading = new AbortController();
    try {
      let answer = atHand ?? await rows(this.view, { offset: 0, limit: 200, asof: 0 }, mine.signal);
      mine.signal.aborted || this.show(answer, fresh);
    } catch (cause) {
      mine.signal.aborted || this.fail(cause);
    }
  }
  show(answer, fresh) {
    let change = () => {
      this.pending = [], this.under.clear(), this.removed.clear(), this.faded.value = /* @__PURE__ */ new Set(), this.stale = !1, this.rows.reset(answer.total, answer.asof, answer.rows ?? []);
    };
    r3(() => {
      fresh ? change() : this.stage.keep(change), this.upTo = answer.asof, this.waiting.value = 0, this.missed.value = 0, this.note.value = answer.note ?? "", this.counted = void 0, this.unread.value = answer.unread, this.partial.value = answer.atLeast ?? !1, this.status.value = "ready", this.problem.value = { status: 0, text: "", position: 0 }, this.version.value++;
    }), this.feed.subscribe(this.view, answer.asof), this.need(...this.wanted);
  }
  fail(cause) {
    r3(() => {
      this.status.value = "failed", this.missed.value = 0;
      let { status, position } = cause instanceof Problem ? cause : { status: 0, position: 0 };
      this.problem.value = { status, position, text: cause instanceof Error ? cause.message : String(cause) };
    });
  }
  /** receive takes one frame of the feed. */
  receive(frame2) {
    if (frame2.type === "gap") return this.skip(frame2.to - frame2.from + 1);
    if (frame2.type === "error") return this.fail(new Problem(400, frame2.detail));
    if (frame2.type !== "ping") {
      if (frame2.counts && (this.counted = frame2.counts), frame2.type !== "batch") return this.tally();
      frame2.rows?.length && this.queue(frame2.rows), this.upTo = Math.max(this.upTo, frame2.to), frame2.upd?.length && this.update(frame2.upd), frame2.gone?.length && this.lose(frame2.gone), this.pending.length || this.faded.peek().size ? this.schedule() : this.tally();
    }
  }
  /** skip has the list fetched again after n changes that were not told; a list that stands still waits with that. */
  skip(n3) {
    if (n3 > 1 && (this.missed.value = n3), !this.paused.value) return this.resyncSoon(0);
    this.stale = !0, r3(() => (this.waiting.value = this.pending.length + n3, this.missed.value = 0));
  }
  /** tally shows the counts and the rate as they are now. */
  tally() {
    this.counted && (this.unread.value = this.counted.unread), this.rate.value = this.pace.rate(performance.now());
  }
  queue(rows2) {
    this.pending.push(...rows2.filter((row) => row.seq > this.rows.asof)), this.pace.arrived(rows2.length, performance.now());
  }
  schedule() {
    if (this.timer) return;
    let now2 = performance.now(), wait = Math.max(this.pace.wait(now2), this.stage.restless(now2));
    wait <= 0 ? this.commit() : this.timer = window.setTimeout(() => this.due(), wait);
  }
  due() {
    this.timer = 0, this.schedule();
  }
  commit() {
    this.pace.drawn(performance.now()), this.tally(), this.still() ? this.waiting.value = Math.max(this.pending.length, this.stale ? this.waiting.value : 0) : this.release();
  }
  /** still tells whether arrivals have to wait: the list is held or paused, or its order has no place where they come in. */
  still() {
    return this.paused.value || this.stage.held() || this.sorted();
  }
  /** sorted tells whether the list has another order than that of arrival. */
  sorted() {
    return !!this.view.sort;
  }
  /** waits tells whether something would change if the list were drawn now. */
  waits() {
    return this.waiting.value > 0 || this.faded.value.size > 0 || this.stale;
  }
  /** release draws everything that waits. */
  release() {
    if (clearTimeout(this.timer), this.timer = 0, this.stale || this.sorted() && this.pending.length) return void this.reload();
    let rows2 = this.pending;
    this.pending = [], r3(() => {
      this.waiting.value = 0, this.bury(), rows2.length !== 0 && (this.rows.append(rows2, this.upTo), this.version.value++, this.arrived(rows2[rows2.length - 1], rows2.length));
    });
  }
  /** lose takes out what others have deleted, or marks it as long as no row may move. */
  lose(ids) {
    if (!this.paused.value && !this.stage.held() && this.stage.restless(performance.now()) <= 0) return this.remove(ids);
    let before = this.faded.value, fresh = ids.filter((id) => !this.removed.has(id) && !before.has(id));
    if (fresh.length === 0) return;
    let gone = new Set(fresh), arrived = new Set(this.pending.filter((row) => gone.has(row.id)).map((row) => row.id));
    this.pending = this.pending.filter((row) => !gone.has(row.id));
    let here = fresh.filter((id) => this.rows.find(id));
    here.length + arrived.size < fresh.length && (this.stale = !0), r3(() => {
      this.faded.value = /* @__PURE__ */ new Set([...before, ...here]), this.waiting.value = Math.min(this.waiting.value, this.pending.length), this.version.value++;
    }), this.gone(gone);
  }
  /** bury takes out the rows that are marked as deleted. */
  bury() {
    let ids = [...this.faded.value];
    this.faded.value = /* @__PURE__ */ new Set(), ids.length && this.remove(ids);
  }
  /** update replaces rows. */
  update(rows2) {
    let byId = new Map(rows2.map((row) => [row.id, row]));
    this.pending = this.pending.map((row) => byId.get(row.id) ?? row), this.rows.update(rows2), this.version.value++;
  }
  /** remove takes out messages that are no more. Where one of them stood may be unknown; then the list is fetched again. */
  remove(ids) {
    let gone = new Set(ids.filter((id) => !this.removed.has(id)));
    if (gone.size === 0) return;
    for (let id of gone) this.removed.add(id);
    let before = this.pending.length;
    this.pending = this.pending.filter((row) => !gone.has(row.id));
    let known2 = before - this.pending.length;
    r3(() => {
      this.faded.value.size && (this.faded.value = new Set([...this.faded.value].filter((id) => !gone.has(id)))), this.waiting.value = Math.min(this.waiting.value, this.pending.length), this.stage.keep(() => known2 += this.rows.remove(gone)), this.version.value++;
    }), this.gone(gone), known2 < gone.size && this.resyncSoon(300);
  }
  /** remember lets messages that were removed come back. */
  remember() {
    this.removed.clear();
  }
  resyncSoon(wait) {
    this.resync ||= window.setTimeout(() => {
      this.reload();
    }, wait);
  }
  /** need fetches the rows from start to before end that are not in memory, and forgets those that arrivals or fetching left far from them. */
  need(start, end) {
    this.wanted = [start, end], this.rows.trim(start, end);
    let wanted2 = () => this.rows.missing(Math.max(0, start), Math.min(this.rows.total, end)), missing = wanted2();
    if (missing.length && this.stale) return void this.reload();
    missing.length && this.faded.peek().size && (this.bury(), missing = wanted2()), this.partial.value && !this.note.value && end >= this.rows.total && missing.push(this.rows.older());
    for (let one of missing) {
      if (this.under.size >= PARALLEL) return;
      this.under.has(one.page) || this.fetch(one);
    }
  }
  async fetch(missing) {
    this.under.add(missing.page);
    try {
      let answer = await rows(this.view, missing);
      this.under.delete(missing.page), missing.page < 0 ? this.deepen(missing, answer) : this.take(missing, answer.rows ?? []);
    } catch {
      this.under.delete(missing.page);
    }
  }
  take(missing, rows2) {
    this.rows.fill(missing, rows2) && this.version.value++, rows2.length === missing.limit ? this.need(...this.wanted) : this.resyncSoon(300);
  }
  deepen(missing, answer) {
    r3(() => {
      this.rows.deepen(missing, answer.rows ?? [], answer.total), this.partial.value = answer.atLeast ?? !1, this.note.value = answer.note ?? "", this.version.value++;
    });
  }
};

// src/store/messages.ts
var KEEP = 50, Messages = class {
  shown = y3({ id: "" });
  /** The message that is on its way, to be shown. */
  coming = y3("");
  kept = /* @__PURE__ */ new Map();
  lost = /* @__PURE__ */ new Map();
  loading;
  /** open shows a message; the old one stays until the new one is there. */
  async open(id) {
    this.loading?.abort(), this.coming.value = "";
    let kept = this.kept.get(id);
    if (!id || kept) {
      this.shown.value = { id, message: kept };
      return;
    }
    let mine = this.loading = new AbortController();
    this.coming.value = id;
    try {
      let message3 = await message(id, mine.signal);
      this.keep(message3), mine.signal.aborted || (this.shown.value = { id, message: message3 });
    } catch (cause) {
      mine.signal.aborted || (this.shown.value = { id, problem: problem(cause), lost: this.lost.get(id) });
    }
    mine.signal.aborted || (this.coming.value = "");
  }
  /** prefetch gets a message that is likely to be opened next. */
  async prefetch(id) {
    if (!this.kept.has(id))
      try {
        this.keep(await message(id));
      } catch {
      }
  }
  /** forget drops what is kept of messages that have changed or gone. */
  forget(ids) {
    for (let id of ids) this.kept.delete(id);
  }
  /** lose forgets messages that are no more, but for what tells that they were there. */
  lose(ids, at2) {
    let { message: message3 } = this.shown.peek();
    for (let id of ids) {
      let known2 = this.kept.get(id) ?? (message3?.id === id ? message3 : void 0);
      known2 && this.lost.set(id, { at: at2, uid: known2.uid, recipient: known2.envelope.recipients[0]?.original ?? "" }), this.kept.delete(id);
    }
    for (; this.lost.size > KEEP; ) this.lost.delete(this.lost.keys().next().value);
  }
  /** again opens the message anew that could not be fetched, now that the server is back. */
  again() {
    let { id, problem: problem2 } = this.shown.peek();
    problem2 && problem2.status !== 404 && this.open(id);
  }
  keep(message3) {
    this.kept.delete(message3.id), this.kept.set(message3.id, message3), this.kept.size > KEEP && this.kept.delete(this.kept.keys().next().value);
  }
};
function problem(cause) {
  return cause instanceof Problem ? { status: cause.status, text: cause.message } : { status: 0, text: String(cause) };
}

// src/store/selection.ts
var Selection = class {
  ids = y3(/* @__PURE__ */ new Set());
  /** All that the query found up to a position, when not picked one by one. */
  all = y3(void 0);
  size = O(() => this.all.value?.total ?? this.ids.value.size);
  anchor = "";
  has(id) {
    return this.all.value !== void 0 || this.ids.value.has(id);
  }
  /** toggle picks a message, or puts it back. */
  toggle(id) {
    let next = new Set(this.all.value ? [] : this.ids.value);
    next.delete(id) || next.add(id), this.set(next), this.anchor = id;
  }
  /** extend picks everything from the last message picked to the one named, in the order of ids. */
  extend(id, ids) {
    let from = ids.indexOf(this.anchor), to = ids.indexOf(id);
    if (from < 0 || to < 0) return this.toggle(id);
    let [low, high] = from < to ? [from, to] : [to, from];
    this.set(/* @__PURE__ */ new Set([...this.ids.value, ...ids.slice(low, high + 1)]));
  }
  /** everything picks all that is in a view. */
  everything(view2, asof, total) {
    this.ids.value = /* @__PURE__ */ new Set(), this.all.value = { ...view2, asof, total };
  }
  clear() {
    this.anchor = "", this.set(/* @__PURE__ */ new Set());
  }
  /** forget puts back messages that are no more. */
  forget(ids) {
    if (!ids.some((id) => this.ids.value.has(id))) return;
    let next = new Set(this.ids.value);
    for (let id of ids) next.delete(id);
    this.set(next);
  }
  /** target says what to act on: the selection, else the message given. */
  target(otherwise) {
    let all = this.all.value;
    if (all) {
      let { q: q2, account, mailbox, asof } = all;
      return { q: q2, asof, ...account && { account }, ...mailbox && { mailbox } };
    }
    return this.ids.value.size ? { ids: [...this.ids.value] } : otherwise ? { ids: [otherwise] } : void 0;
  }
  set(ids) {
    this.all.value = void 0, this.ids.value = ids;
  }
};

// src/store/window.ts
function spacer(m5) {
  return Math.min(m5.total * m5.row, 16e6);
}
function scale(m5) {
  let room2 = spacer(m5) - m5.view;
  return room2 > 0 ? Math.max(1, (m5.total * m5.row - m5.view) / room2) : 1;
}
function room(m5) {
  return Math.ceil(m5.view / m5.row) + 1 + 8;
}
function slice(top, m5) {
  let real = Math.max(0, top) * scale(m5), start = Math.max(0, Math.min(m5.total, Math.floor(real / m5.row)) - 4), end = Math.min(m5.total, Math.ceil((real + m5.view) / m5.row) + 4);
  return { start, end, y: top - (real - start * m5.row) };
}
function reveal(index, top, m5) {
  let f5 = scale(m5), real = top * f5, y5 = index * m5.row;
  return y5 < real ? y5 / f5 : y5 + m5.row > real + m5.view ? (y5 + m5.row - m5.view) / f5 : top;
}
function first(top, m5) {
  return Math.max(0, Math.min(m5.total - 1, Math.ceil(top * scale(m5) / m5.row)));
}
function shift(top, rows2, m5) {
  return Math.max(0, top + rows2 * m5.row / scale(m5));
}

// src/store/stage.ts
var REST = 400, PATIENCE = 2e3, ListStage = class {
  constructor(inbox2, active2) {
    this.inbox = inbox2;
    this.active = active2;
    inbox2.stage = this;
  }
  inbox;
  active;
  top = y3(0);
  height = y3(0);
  row = y3(72);
  /** The rows to draw. */
  slice = O(() => (this.inbox.version.value, slice(this.top.value, this.metrics(this.height.value, this.row.value))));
  element;
  moved = -1 / 0;
  pressed = !1;
  waits = 0;
  wanted = !1;
  /** mount binds the stage to the element that scrolls; it returns what unbinds it. */
  mount(element) {
    this.element = element;
    let sized = new ResizeObserver(() => this.height.value = element.clientHeight);
    return sized.observe(element), this.height.value = element.clientHeight, element.scrollTop = this.top.value, this.top.value = element.scrollTop, this.wanted && element.focus({ preventScroll: !0 }), this.wanted = !1, () => {
      sized.disconnect(), this.element = void 0;
    };
  }
  /** scrolled takes over where the element stands; at the top, what waits is let in. */
  scrolled() {
    this.element && (this.top.value = this.element.scrollTop, this.top.value < 1 && this.inbox.waits() && !this.inbox.paused.value && !this.inbox.sorted() && this.inbox.release());
  }
  pointer(kind) {
    this.moved = performance.now(), kind !== "move" && (this.pressed = kind === "down");
  }
  held() {
    return document.hidden || this.top.peek() > 0 || this.wouldLose();
  }
  /** wouldLose tells whether an arrival would push the row that has the focus out of sight. */
  wouldLose() {
    if (!this.element || document.activeElement !== this.element) return !1;
    let index = this.inbox.rows.indexOf(this.active());
    return index > 0 && (index + 2) * this.row.peek() > this.height.peek();
  }
  restless(now2) {
    let left2 = this.pressed ? REST : this.moved + REST - now2;
    return left2 <= 0 || this.top.peek() > 0 ? (this.waits = 0, 0) : (this.waits ||= now2, Math.max(0, Math.min(left2, this.waits + PATIENCE - now2)));
  }
  keep(change) {
    let { rows: rows2 } = this.inbox, mark2 = rows2.at(first(this.top.peek(), this.metrics())), before = mark2 ? rows2.indexOf(mark2.id) : -1;
    change();
    let after2 = mark2 ? rows2.indexOf(mark2.id) : -1;
    this.top.peek() > 0 && before >= 0 && after2 >= 0 && this.scroll(shift(this.top.peek(), after2 - before, this.metrics()));
  }
  /** reveal scrolls as little as needed to see a row whole. */
  reveal(index) {
    this.scroll(reveal(index, this.top.peek(), this.metrics()));
  }
  /** home scrolls to the newest row and lets in what waits. */
  home() {
    this.inbox.release(), this.scroll(0);
  }
  focus() {
    this.element?.focus({ preventScroll: !0 });
  }
  /** focusNext gives the list the focus as soon as it comes back to the screen. */
  focusNext() {
    this.wanted = !0;
  }
  /** page returns how many rows are seen at once. */
  page() {
    return Math.max(1, Math.floor(this.height.peek() / this.row.peek()) - 1);
  }
  scroll(top) {
    top !== this.top.peek() && (this.top.value = top, queueMicrotask(() => this.element && (this.element.scrollTop = top)));
  }
  metrics(view2 = this.height.peek(), row = this.row.peek()) {
    return { total: this.inbox.rows.total, row, view: view2 };
  }
};

// src/store/app.ts
var inbox = new Inbox(), messages = new Messages(), facets2 = new Facets(() => ({ views: saved.peek().length > 0, mine: mineQuery(prefs.peek().mine) })), selection = new Selection(), active = y3(""), stage = new ListStage(inbox, () => active.peek()), following = y3(!1), remote = y3({ id: "", on: !1 }), hovered = y3(""), caged = y3(!1), info2 = y3(void 0), saved = y3([]), layer = y3(""), question = y3(void 0), notice = y3(void 0), undo2 = y3(void 0), announced = y3(""), now = y3(Date.now()), named = O(() => route.value.saved ? saved.value.find((one) => one.name === route.value.saved) : void 0), listed = '["","","",""]', which = O(() => {
  if (route.value.screen !== "mail") return listed;
  let { q: q2, account, mailbox, sort } = named.value ?? route.value, order = route.value.sort || sort || "";
  return listed = JSON.stringify([q2, account, mailbox, order === "newest" ? "" : order]);
}), view = O(() => {
  let [q2, account, mailbox, sort] = JSON.parse(which.value);
  return { q: q2, account, mailbox, sort };
}), said = O(() => spoken(view.value.q, prefs.value.mine)), asked = O(() => ({ ...view.value, q: said.value }));
function boot() {
  try {
    return JSON.parse(document.getElementById("boot")?.textContent || "{}");
  } catch {
    return {};
  }
}
var sought = O(() => /(?:^|\s)rcpt:"?([^\s"*]+)/i.exec(view.value.q)?.[1]?.toLowerCase() ?? ""), cut = y3(!1), blank = O(() => (inbox.version.value, inbox.status.value === "ready" && inbox.rows.total === 0 && !filtered.value && !inbox.waiting.value)), pointed = O(() => (inbox.version.value, active.value && inbox.rows.find(active.value) ? active.value : "")), filtered = O(() => !!(view.value.q || view.value.account || view.value.mailbox));
function onView(react) {
  x2(() => {
    let next = asked.value;
    f3(() => react(next));
  });
}

// src/i18n/en/checks.ts
var checks2 = {
  "checks.failed": "The checks could not be fetched.",
  "checks.problems": { one: "{n} problem", other: "{n} problems" },
  "checks.fine": "nothing found",
  "checks.count": "{n}",
  "checks.error": "Error:",
  "checks.warning": "Warning:",
  "checks.note": "Note:",
  "checks.links": "Links",
  "checks.visit": "Ask their servers",
  "checks.visitHint": "mailsink sends HEAD to each, without cookies; addresses that are not on the internet are not asked.",
  "checks.images": "Pictures",
  "checks.remote": "remote",
  "checks.gone": "missing",
  "checks.inline": "in the message",
  "checks.data": "Data: {source}, {date}, {licence}.",
  "checks.missing": "Words that the text lacks:",
  "checks.compatibility": "HTML and CSS",
  "checks.used": { one: "{n} feature used, {clients} programs known", other: "{n} features used, {clients} programs known" },
  "checks.programs": "Choose programs",
  "checks.allPrograms": "All programs",
  "checks.allShown": "These programs show all that is used and known.",
  "checks.lines": { one: "line", other: "lines" },
  "checks.line": "Show line {line} of the HTML",
  "checks.feature": "Feature",
  "checks.without": "Not in",
  "checks.partly": "partly in {programs}",
  "checks.more": { one: "{n} more", other: "{n} more" },
  "checks.accessibility": "Reading without eyes",
  "checks.size": "Size",
  "checks.message": "Message",
  "checks.text": "Text against HTML",
  "checks.shared": "{n} % of the words",
  "checks.unsubscribe": "Unsubscribing",
  "checks.oneClick": "one click",
  "checks.neverCalled": "Shown as they are; mailsink never calls them.",
  "checks.spam": "What filters mind",
  "checks.limit": "many act from {limit}",
  "checks.points": "{points} points",
  "checks.spamHint": "Judged by the message alone: who sent it, and what lists say of them, is not asked.",
  "checks.works": "Works in"
};

// src/i18n/en/compare.ts
var compare = {
  "compare.title": "Compare",
  "compare.visual": "Visual",
  "compare.kinds": "What is compared",
  "compare.swap": "Swap the sides",
  "compare.how": "How they are shown",
  "compare.side": "Side by side",
  "compare.over": "Overlay",
  "compare.difference": "Difference",
  "compare.swipe": "Swipe",
  "compare.part": "How much of B is seen",
  "compare.noHtml": "One of the messages has no HTML part.",
  "compare.changes": { one: "{n} change", other: "{n} changes" },
  "compare.same": "No difference",
  "compare.earlier": "Earlier one of this kind",
  "compare.next": "Next change",
  "compare.before": "Change before",
  "compare.at": { one: "{at} of {n} change", other: "{at} of {n} changes" },
  "compare.ignore": "Ignore",
  "compare.date": "dates",
  "compare.id": "Message-ID",
  "compare.boundaries": "boundaries",
  "compare.ignored": { one: "{n} more in what is ignored", other: "{n} more in what is ignored" },
  "compare.inText": { one: "{n} change in the text", other: "{n} changes in the text" },
  "compare.textSame": "No change in the text",
  "compare.remote": "Remote content is blocked",
  "compare.long": "It is too long to be compared word by word.",
  "compare.failed": "The messages could not be fetched.",
  "compare.numbers": "numbers and tokens",
  "compare.space": "white space",
  "compare.ins": "added:",
  "compare.del": "removed:",
  "compare.none": "There is no earlier message from this sender."
};

// src/i18n/en/frame.ts
var frame = {
  "app.skip": "Skip to the messages",
  "app.title": "{view} – mailsink",
  "view.all": "All mail",
  "view.unread": "Unread",
  "view.mine": "My mail",
  "view.rejected": "Rejected",
  "view.save": "Save this view",
  "view.edit": "Edit the views",
  "view.name": "Name of the view",
  "view.keep": "Save",
  "view.saved": "Saved as {name}",
  "view.shared": "Views are kept by the server, for everyone who uses it.",
  "view.up": "Move {name} up",
  "view.down": "Move {name} down",
  "view.drop": "Remove {name}",
  "view.change": "Change {name}",
  "view.share": "Copy the address of {name}",
  "view.first": "Show {name} first",
  "view.query": "Search",
  "view.order": "Order",
  "view.lines": "Lines of a row",
  "view.own": "as in settings",
  "view.tell": "Tell everyone of arrivals in it",
  "view.home": "Show it first in this browser",
  "view.moved": "{name} is now number {n} of {of}",
  "view.taken": "Another view is called so already.",
  "view.how": "Alt+↑ and Alt+↓ move a view too.",
  "view.search": "Search: {q}",
  "nav.label": "Mailboxes and recipients",
  "nav.unread": "unread",
  "nav.unreadOf": "{n} unread of {of}",
  "nav.recipients": "Recipients",
  "nav.find": "Find a recipient",
  "nav.noRecipient": "No recipient starts like this.",
  "nav.more": "Show more",
  "nav.accounts": "Accounts",
  "nav.open": "Views",
  "nav.mail": "Mail",
  "nav.search": "Search",
  "nav.moreMenu": "More",
  "nav.main": "Main",
  "nav.views": "Saved views",
  "nav.tools": "Tools",
  "screen.failed": "This page could not be fetched.",
  "live.live": "Live",
  "live.offline": "Offline",
  "live.retryIn": "– retry in {n} s",
  "live.catching": "Catching up {n}",
  "live.tryNow": "The server cannot be reached. Press to try again now.",
  "live.cut": "not possible while the server cannot be reached",
  "live.paused": "Paused",
  "live.pausedN": "Paused · {n} waiting",
  "live.pause": "Pause",
  "live.resume": "Resume",
  "live.follow": "Follow",
  "live.new": "{n} new",
  "live.announce": { one: "{n} new message. Newest: {subject} to {rcpt}", other: "{n} new messages. Newest: {subject} to {rcpt}" },
  "status.smtp": "SMTP {address}",
  "status.imap": "IMAP {address}",
  "status.rate": "{n} messages/s",
  "status.selected": "selected: {n}",
  "status.keys": "{next} {previous} move · Enter open · {search} search · {help} keys",
  "status.label": "Server",
  "theme.label": "Theme",
  "theme.auto": "Auto",
  "theme.light": "Light",
  "theme.dark": "Dark",
  "pane.resize": "Width of the list",
  "empty.title": "No mail yet. Send the first one.",
  "empty.waiting": "Waiting on",
  "empty.waitingAfter": "This page changes by itself.",
  "empty.tls.none": "TLS is not offered.",
  "empty.tls.offered": "STARTTLS is offered.",
  "empty.tls.required": "STARTTLS is needed.",
  "empty.auth.any": "No login is needed, and any is taken.",
  "empty.auth.anyRequired": "A login is needed, and any is taken.",
  "empty.auth.off": "There is no login.",
  "empty.auth.users": "No login is needed; whoever logs in must be a user of this sink.",
  "empty.auth.usersRequired": "Only users of this sink can send: add a name and a password.",
  "empty.knocked": "Somebody connected from {client}: {result}.",
  "empty.stacks": "Ways to send",
  "empty.steps": "First steps",
  "empty.reached": "Something reaches the SMTP port",
  "empty.first": "A first message comes",
  "empty.mine": "Say which addresses are yours",
  "empty.done": "Done:",
  "empty.toDo": "To do:",
  "empty.forMe": "Send a test message for me",
  "empty.environment": "Settings for most frameworks",
  "empty.imap": "Read the same mail with IMAP at {imap}: any user name, any password.",
  "empty.imapUsers": "Read the same mail with IMAP at {imap}, as a user of this sink.",
  "act.tag": "Tag",
  "act.compare": "Compare",
  "act.read": "Mark read",
  "act.unread": "Mark unread",
  "act.pin": "Pin",
  "act.unpin": "Unpin",
  "act.delete": "Delete",
  "act.copyLink": "Copy link",
  "act.copyCode": "Copy code {code}",
  "act.openLink": "Open link",
  "act.export": "Download all as one file",
  "act.download": "Download",
  "act.clear": "Clear the selection",
  "act.close": "Close",
  "act.back": "Back to the list",
  "act.newer": "Newer message",
  "act.older": "Older message",
  "act.cancel": "Cancel",
  "act.copy": "Copy",
  "act.keys": "Keyboard shortcuts",
  "ask.title": "Are you sure?",
  "ask.delete": "Delete all {n} messages?",
  "done.deleted": { one: "{n} message deleted", other: "{n} messages deleted" },
  "done.restored": { one: "{n} message is back", other: "{n} messages are back" },
  "done.noCode": "No code was found in this message.",
  "done.copied": "Copied: {what}",
  "done.sent": "Test message sent",
  "undo.do": "Undo",
  "undo.none": "There is nothing to undo.",
  "fail.copy": "The browser did not allow copying.",
  "what.link": "link",
  "what.view": "address of the view",
  "what.snippet": "snippet",
  "what.source": "source",
  "what.transcript": "transcript",
  "what.query": "query"
};

// src/i18n/en/keys.ts
var keys = {
  "keys.title": "Keyboard shortcuts",
  "keys.find": "Find a key or what it does",
  "keys.nothing": "No key does this.",
  "keys.change": "Change the keys",
  "keys.changed": { one: "{n} changed", other: "{n} changed" },
  "keys.how": "Press the button of an action, then its new key; g begins a pair of keys. Arrows, Enter and Esc stay what they are.",
  "keys.none": "no key",
  "keys.changeOne": "Another key for: {name}",
  "keys.resetOne": "Its own key again for: {name}",
  "keys.resetAll": "Reset all keys",
  "keys.press": "Press a key…",
  "keys.second": "and the second…",
  "keys.taken": "is “{by}” already.",
  "keys.fixed": "is “{by}” and stays so.",
  "keys.take": "Take it",
  "keys.single": "Single-key shortcuts",
  "key.next": "Next message",
  "key.previous": "Previous message",
  "key.home": "Newest message",
  "key.end": "Oldest message",
  "key.pageDown": "A page down",
  "key.pageUp": "A page up",
  "key.open": "Open",
  "key.back": "Back: close, clear the selection, clear the search",
  "key.newer": "Open the newer message",
  "key.older": "Open the older message",
  "key.select": "Select",
  "key.extendDown": "Extend the selection down",
  "key.extendUp": "Extend the selection up",
  "key.all": "Select all in the view",
  "key.delete": "Delete, go to the next",
  "key.read": "Mark read",
  "key.unread": "Mark unread",
  "key.readOn": "Mark read and go on",
  "key.pin": "Pin or unpin",
  "key.tab": "HTML, Text, Source, Headers, Delivery, Parts, Checks",
  "key.undo": "Undo",
  "key.width": "Next preview width",
  "key.dark": "Preview light, dark, forced dark",
  "key.code": "Copy the code",
  "key.link": "Copy the link to the message",
  "key.palette": "Do anything by its name",
  "key.tag": "Tag",
  "key.links": "Links of the message",
  "key.compare": "Compare",
  "key.page": "A page down in the message, at its end the next unread",
  "key.pageBack": "A page up in the message",
  "key.inject": "Write a message",
  "key.mine": "Only my mail",
  "key.saved": "Saved view 1 to 9",
  "key.remote": "Load remote pictures",
  "key.follow": "Follow: open every arrival",
  "key.pause": "Pause or resume",
  "key.search": "Search",
  "key.goAll": "All mail",
  "key.goUnread": "Unread mail",
  "key.goRules": "Rules",
  "key.goSessions": "Sessions",
  "key.goRuns": "Runs",
  "key.goStats": "Statistics",
  "key.goSettings": "Settings",
  "key.help": "This help"
};

// src/i18n/en/layers.ts
var layers = {
  "palette.title": "Do anything",
  "palette.hint": "A command, a view, a recipient, a subject",
  "palette.none": "Nothing is called like this.",
  "palette.prefixes": "> commands · @ recipients · # tags · ? help · Enter to choose",
  "palette.command": "command",
  "palette.place": "view",
  "palette.rcpt": "recipient",
  "palette.tag": "tag",
  "palette.mail": "message",
  "palette.help": "help",
  "palette.word": "word of a search",
  "tags.title": "Tags of this message",
  "tags.titleN": "Tags of {n} messages",
  "tags.new": "New tag",
  "tags.add": "Add",
  "tags.known": "Tags in use",
  "tags.wrong": "A tag is one word of plain letters, digits and signs.",
  "links.title": "Links of this message",
  "links.none": "There is no link in this message.",
  "links.copy": "Copy the address",
  "mine.title": "My addresses",
  "mine.why": "Mail to these addresses, as they were before rewriting, is yours. A star stands for anything. Only this browser knows them.",
  "mine.add": "An address or a pattern",
  "mine.drop": "Remove {pattern}",
  "mine.show": "Show my mail",
  "mine.set": "set…",
  "inject.title": "Write a message",
  "inject.stays": "It goes through the rules into this sink, and nowhere else.",
  "inject.subject": "Subject",
  "inject.headers": "More header fields, one on each line",
  "inject.head": "Header",
  "inject.asEnvelope": "From and To as the envelope",
  "inject.fromField": "From, if it differs",
  "inject.toField": "To, if it differs",
  "inject.open": "Open .eml…",
  "inject.form": "Form of the message",
  "inject.text": "Text",
  "inject.html": "HTML",
  "inject.raw": "Raw message",
  "inject.template": "Begin with…",
  "inject.attach": "Attach files",
  "inject.unattach": "Without {name}",
  "template.hostile": "Hostile HTML: scripts, trackers, forms",
  "template.broken": "Broken MIME",
  "template.nested": "Parts thirty deep",
  "template.rtl": "Right to left",
  "template.long": "Very long words and lines",
  "template.bounce": "Bounce (delivery status)",
  "template.invitation": "Invitation (calendar)",
  "inject.times": "Times",
  "inject.send": "Put it in",
  "inject.sent": "It is here:"
};

// src/i18n/en/list.ts
var list = {
  "search.label": "Search messages",
  "search.hint": "Search, e.g. rcpt:anna subject:order",
  "search.clear": "Clear the search",
  "search.offers": "Completions",
  "search.terms": "What is searched for",
  "search.drop": "Without {term}",
  "list.label": "Messages",
  "list.region": "Message list",
  "list.count": { one: "{n} message", other: "{n} messages" },
  "list.countMore": "more than {n} messages",
  "list.selectAll": "Select all in this view",
  "list.selected": "{n} selected",
  "list.selectN": "Select all {n}",
  "list.selectShort": "All {n}",
  "list.selectMatching": "Select all {n} that match",
  "list.actions": "Actions on the selection",
  "list.none": "Nothing matches “{q}”.",
  "list.meant": "Did you mean",
  "list.noneHere": "There is nothing here.",
  "list.showAll": "Show all mail",
  "list.clear": "Clear",
  "list.searchAll": "Search all mail",
  "list.searchOn": "Search on",
  "list.toRefused": "Sessions that were refused",
  "list.nameMine": "My addresses",
  "list.failed": "The messages could not be fetched.",
  "list.retry": "Try again",
  "row.unread": "Unread,",
  "row.pinned": "Pinned,",
  "row.injected": "written here,",
  "row.gone": "deleted",
  "row.to": "sent to",
  "row.in": "in {mailbox}",
  "row.external": "external",
  "row.more": "and {n} more",
  "row.attachments": { one: "attachment", other: "attachments" },
  "row.warn": "has defects",
  "row.noSender": "(no sender)",
  "row.noSubject": "(no subject)",
  "sort.label": "Order",
  "sort.newest": "Newest first",
  "sort.oldest": "Oldest first",
  "sort.largest": "Largest first",
  "sort.sender": "Sender",
  "sort.recipient": "Recipient",
  "sort.subject": "Subject",
  "time.now": "just now"
};

// src/i18n/en/message.ts
var message2 = {
  "msg.label": "Message",
  "msg.none": "No message is open.",
  "msg.noneHint": "Choose one from the list, or press",
  "msg.from": "From",
  "msg.to": "To",
  "msg.cc": "Cc",
  "msg.replyTo": "Reply to",
  "msg.unsubscribe": "Unsubscribe",
  "msg.sentTo": "Sent to",
  "msg.storedIn": "stored in {mailbox}",
  "msg.forwarded": "would leave to {address}",
  "msg.received": "Received",
  "msg.moreRecipients": { one: "and {n} more", other: "and {n} more" },
  "msg.gone": "This message is no longer here.",
  "msg.goneHint": "It was deleted or has expired.",
  "msg.goneAt": "Deleted or expired at {time}.",
  "msg.openNext": "Open the next message",
  "msg.openNewest": "Open the newest message",
  "msg.sameRecipient": "Find mail to {address}",
  "msg.failed": "The message could not be fetched.",
  "msg.position": "{at} of {n}",
  "msg.defects": { one: "{n} defect in this message", other: "{n} defects in this message" },
  "msg.actions": "Actions on the message",
  "msg.tabs": "Ways to see the message",
  "tab.html": "HTML",
  "tab.text": "Text",
  "tab.source": "Source",
  "tab.headers": "Headers",
  "tab.delivery": "Delivery",
  "tab.parts": "Parts",
  "tab.checks": "Checks",
  "html.title": "HTML preview of: {subject}",
  "html.none": "This message has no HTML part.",
  "html.width": "Width of the preview",
  "html.fit": "Fit",
  "html.pixels": "Width in pixels",
  "html.device": "Device",
  "html.free": "Other width…",
  "html.rotate": "Turn the device",
  "html.zoom": "Zoom",
  "html.print": "Open to print",
  "html.frame": "The screen of the device",
  "html.scheme": "Colour scheme of the preview",
  "html.light": "Light",
  "html.dark": "Dark",
  "html.forced": "Forced dark",
  "html.noDark": "The mail has no colours of its own for the dark: most programs show it as it is.",
  "html.notForced": "Not forced: the mail has colours of its own for the dark, which are shown.",
  "html.approximation": "An approximation of programs that turn the colours of mail around.",
  "html.alone": "Open the preview in a new tab",
  "html.blocked": { one: "{n} remote resource is blocked.", other: "{n} remote resources are blocked." },
  "html.load": "Load through this server",
  "html.loaded": "Remote content is loaded through this server; whoever sent the message can tell.",
  "html.block": "Block again",
  "html.missing": "The preview has not been fetched. It comes when the server can be reached.",
  "html.never": "This server loads nothing from elsewhere. Start it with --remote-content to choose.",
  "html.direct": "What is loaded is fetched by the server and sent on by it; a browser never fetches it itself.",
  "html.remoteBlocked": "Blocked",
  "html.remoteProxy": "Load by proxy",
  "html.keys": "Keys go to the mail until the pointer leaves it",
  "html.remote": "Remote content",
  "huge.text": "The text of this message has {size}.",
  "huge.html": "The HTML of this message has {size}.",
  "huge.hint": "Above is its header, below what it is made of. Showing all of it may take a while.",
  "huge.all": "Show all",
  "huge.outline": "What the message is made of",
  "text.none": "This message has no text part.",
  "text.wrap": "Wrap lines",
  "text.generated": "Made of the HTML: the message has no text part.",
  "text.quoted": "{n} quoted lines",
  "source.label": "Source of the message",
  "source.lines": { one: "{n} line", other: "{n} lines" },
  "source.partial": "the first {n} lines; the rest is coming",
  "source.longer": "{n} more characters in this line",
  "source.find": "Find in the source",
  "source.hits": "{at} of {n}",
  "source.next": "Next place",
  "source.before": "Place before",
  "source.form": "What is shown",
  "source.raw": "Raw",
  "source.html": "HTML",
  "source.text": "Text",
  "source.file": "Download .eml",
  "source.folded": "{n} lines of base64 – show",
  "source.failed": "The source could not be fetched.",
  "headers.failed": "The headers as they were sent could not be fetched.",
  "headers.noTrace": "What delivery adds could not be fetched.",
  "headers.filter": "Filter headers",
  "headers.none": "No header matches.",
  "headers.copy": "Copy {name}",
  "headers.form": "Form of the headers",
  "headers.decoded": "Decoded",
  "headers.raw": "As sent",
  "headers.copyAll": "Copy all",
  "headers.added": "added on delivery",
  "headers.search": "Find messages with the same {name}",
  "headers.rare": { one: "{n} field that is rarely looked for", other: "{n} fields that are rarely looked for" },
  "headers.missing": "Missing: {names}.",
  "headers.twice": "More than once: {names}.",
  "headers.way": "Way of the message, by its Received fields",
  "headers.hop": "Hop",
  "headers.from": "From",
  "headers.by": "By",
  "headers.with": "With",
  "headers.at": "At",
  "headers.took": "Took",
  "delivery.recipients": "Way of each recipient",
  "delivery.rule": "Rule",
  "delivery.kept": "Kept as",
  "delivery.noRule": "no rule matched",
  "delivery.external": "external: captured here, nothing left",
  "delivery.wouldGo": "Would go to",
  "delivery.via": "by {transport} to {nextHop}",
  "delivery.by": "by {transport}",
  "delivery.bounced": "Would bounce",
  "delivery.givenPath": "as given; it was rewritten by",
  "delivery.session": "SMTP session",
  "delivery.storage": "Storage",
  "delivery.compare": "Envelope against headers",
  "delivery.mailFrom": "MAIL FROM",
  "delivery.nullPath": "null reverse-path, as bounces have",
  "delivery.params": "Parameters",
  "delivery.client": "Client",
  "delivery.hello": "EHLO",
  "delivery.protocol": "Protocol",
  "delivery.tls": "TLS",
  "delivery.noTLS": "none, in clear text",
  "delivery.identity": "AUTH identity",
  "delivery.noIdentity": "none",
  "delivery.sessionID": "Session",
  "delivery.account": "Account",
  "delivery.mailbox": "Mailbox",
  "delivery.size": "Size",
  "delivery.octets": { one: "{n} octet", other: "{n} octets" },
  "delivery.uid": "UID",
  "delivery.same": "MAIL FROM and From are the same.",
  "delivery.differ": "MAIL FROM {path} is not the From address {from}.",
  "delivery.hidden": "Only in the envelope, as with Bcc: {addresses}.",
  "delivery.absent": "In the headers, but not in the envelope: {addresses}.",
  "auth.title": "Authentication",
  "auth.failed": "What the message says of who answers for it could not be fetched.",
  "auth.unsigned": "There is no DKIM-Signature.",
  "auth.signature": "d={domain} s={selector}",
  "auth.aligned": "of the organization in From",
  "auth.strange": "of another organization than From",
  "auth.same": "The body is the one that was signed: its hash is that of bh=.",
  "auth.changed": "The body is not the one that was signed: its hash is not that of bh=.",
  "auth.unknown": "Whether the body was changed, the field does not tell.",
  "auth.partial": "Only its beginning is signed (l=).",
  "auth.unsignedFields": "Not signed: {names}.",
  "auth.expires": "The signature expires at {time}.",
  "auth.expired": "The signature expired at {time}.",
  "auth.key": "Not verified: the key is at {name}, which was not asked.",
  "auth.pathAligned": "Would look at {domain}, of the organization in From ({from}). The DNS was not asked.",
  "auth.pathStrange": "Would look at {domain}, of another organization than From ({from}). The DNS was not asked.",
  "auth.pathAlone": "Would look at {domain}. The DNS was not asked.",
  "auth.pathNull": "MAIL FROM is the null path: SPF would look at the name of EHLO. The DNS was not asked.",
  "auth.could": "Can pass for {from} by {by}, if that passes. The policy was not asked for.",
  "auth.neither": "Cannot pass for {from}: neither MAIL FROM nor a signature is of that organization. The policy was not asked for.",
  "auth.noFrom": "There is no From that it could be about.",
  "auth.saidBy": "says {server} in {field}",
  "auth.said": "says {field}",
  "auth.others": "Others",
  "auth.hint": "Nothing is looked up: signatures, addresses and policies are not verified here. What a field claims, anybody could have written.",
  "parts.structure": "Structure",
  "parts.attachments": "Attachments",
  "parts.download": "Download {name}",
  "parts.unnamed": "part {id}",
  "parts.all": "Download all {n} attachments",
  "parts.form": "What is shown of the part",
  "parts.failed": "What is known of this part could not be fetched.",
  "parts.preview": "Preview",
  "parts.headers": "Headers",
  "parts.source": "Source",
  "parts.type": "Type",
  "parts.encoded": "{size} encoded",
  "parts.subject": "Subject",
  "parts.from": "From",
  "parts.to": "To",
  "parts.date": "Date",
  "parts.look": "Its parts are in the structure above.",
  "parts.inside": "Choose one of its parts to see it.",
  "parts.unseen": "This kind of part is not shown; it can be downloaded.",
  "parts.cut": "Only the beginning is shown.",
  "parts.more": "{n} more characters are not shown; the download has all.",
  "parts.noHeaders": "This part has no header fields.",
  "parts.pixels": "{width} × {height} pixels",
  "parts.broken": "The picture cannot be shown.",
  "event.unnamed": "Event without a name",
  "event.start": "Begins",
  "event.end": "Ends",
  "event.repeats": "Repeats",
  "event.location": "Place",
  "event.organizer": "Organizer",
  "event.attendees": "Attendees",
  "event.status": "Status",
  "parts.none": "The structure is not known."
};

// src/i18n/en/rules.ts
var rules = {
  "rules.title": "Rules",
  "rules.testThis": "Test this address",
  "rules.test": "Test an address",
  "rules.from": "from (MAIL FROM)",
  "rules.any": "anyone",
  "rules.hint": "The whole way of an address is shown while you type: every rule, where it ends, and what a client would be told.",
  "rules.draft": "draft",
  "rules.afterContent": "refused after the content:",
  "rules.reverse": "MAIL FROM becomes",
  "rules.now": "Without the draft:",
  "rules.mails": "Mail to this address",
  "rules.account": "in the account {account}",
  "rules.tables": "Tables in use",
  "rules.noTables": "No table with a file is in use:",
  "rules.warnings": { one: "{n} warning", other: "{n} warnings" },
  "rules.readOnly": "Drafts can be tried here. To save them, start mailsink with",
  "rules.count": { one: "{n} rule", other: "{n} rules" },
  "rules.loaded": "read {time}",
  "rules.reload": "Reload",
  "rules.reloaded": "The tables have been read anew.",
  "rules.saved": "Saved, and in use.",
  "rules.save": "Save and use",
  "rules.versions": { one: "{n} version that was saved here", other: "{n} versions that were saved here" },
  "rules.versionLines": { one: "{n} line", other: "{n} lines" },
  "rules.inUse": "in use",
  "rules.changes": "What it would change",
  "rules.restore": "Take as draft",
  "rules.discard": "Discard the draft",
  "rules.readAgain": "Read it again",
  "rules.said": "Mistakes and warnings",
  "rules.line": "Line {n}:",
  "rules.text": "Text of the table",
  "rules.impact": "What the draft would change",
  "rules.impactOf": { one: "Of the last {of} messages, {n} would go elsewhere", other: "Of the last {of} messages, {n} would go elsewhere" },
  "rules.partial": "(there was no time for more)",
  "rules.asked": { one: "{n} question to tables, {vain} without an answer", other: "{n} questions to tables, {vain} without an answer" },
  "rules.skipped": "not asked about parts of an address: its patterns see whole addresses",
  "rules.noneMatches": "no rule matches",
  "rules.noKey": "there is no such key",
  "rules.noMatch": "does not match",
  "rules.ifHolds": "holds: the rules inside are tried",
  "rules.ifNot": "does not hold: passed over to its endif",
  "rules.hits": "Messages led",
  "rules.hitsSince": "Beside each rule: how many of the messages kept it led, since {since}.",
  "rules.hitsPartial": "Beside each rule: how many of the newest messages it led, back to {since}.",
  "rules.hitsOf": { one: "Line {line} led {n} message", other: "Line {line} led {n} messages" },
  "rules.recipient": "Recipient",
  "rules.goesNow": "Goes to",
  "rules.wouldGo": "Would go to",
  "rules.many": "Test many addresses",
  "rules.paste": "One on each line, or with commas between them; 1,000 at most.",
  "rules.testN": { one: "Test {n} address", other: "Test {n} addresses" },
  "rules.export": "As CSV",
  "rules.reply": "Reply",
  "rules.final": "Ends at"
};

// src/i18n/en/settings.ts
var settings = {
  "settings.title": "Settings",
  "settings.look": "Appearance",
  "settings.density": "Lines of a row",
  "settings.lines": { one: "{n}", other: "{n}" },
  "settings.pane": "Message",
  "settings.right": "Beside",
  "settings.bottom": "Below",
  "settings.off": "Alone",
  "settings.clock": "Clock",
  "settings.zone": "Time zone",
  "settings.zoneOwn": "That of the browser ({zone})",
  "settings.language": "Language",
  "language.en": "English",
  "language.qps": "English made strange, to test the page",
  "settings.locale": "Numbers and dates",
  "settings.localeOwn": "As the browser has them ({locale})",
  "settings.doors": "Listens at",
  "settings.tls": "TLS",
  "settings.tlsNone": "not offered",
  "settings.tlsOffered": "offered",
  "settings.tlsRequired": "required for mail",
  "settings.auth": "AUTH",
  "settings.authAny": "lets anyone in, with any password",
  "settings.authOff": "not offered",
  "settings.authUsers": "lets in those of the users file",
  "settings.authRequired": ", and is required for mail",
  "settings.login": "Login to this page",
  "settings.logout": "Log out",
  "settings.loginYes": "asked",
  "settings.loginNo": "not asked: who can reach it can read it",
  "settings.files": "Files of rules",
  "settings.recipients": "Recipients of a message",
  "settings.relay": "Relay",
  "settings.relayNone": "none: nothing leaves this sink",
  "settings.announce": "Tell screen readers of arrivals",
  "settings.notify": "Notifications",
  "settings.notifyWhy": "A word from the browser when mail comes to these while another page is looked at, at most every five seconds.",
  "settings.notifyDenied": "The browser does not let this page show notifications. Allow them in its settings for this address.",
  "settings.notifyPlain": "Browsers show notifications only of pages with https or on localhost. Here the title counts, and the page tells of other views itself.",
  "notify.title": { one: "{n} new message in {view}", other: "{n} new messages in {view}" },
  "notify.body": "{subject} → {rcpt}",
  "settings.noViews": "None yet. Search for something and save it.",
  "settings.showKeys": "Show all keys",
  "settings.preview": "Preview",
  "settings.reset": "Reset this browser",
  "settings.server": "Server",
  "settings.version": "Version",
  "settings.store": "Store",
  "settings.messageSize": "Largest message",
  "settings.keep": "Kept at most",
  "settings.all": "everything, for ever",
  "settings.byProxy": "by this server, when asked",
  "settings.never": "never loaded"
};

// src/i18n/en/tools.ts
var tools = {
  "sessions.title": "Sessions",
  "sessions.list": "Sessions",
  "sessions.kind": "Which sessions",
  "sessions.all": "All",
  "sessions.refused": "With refusals",
  "sessions.empty": "Without mail",
  "sessions.filter": "Filter sessions",
  "sessions.filterHint": "Filter, e.g. code:550 ip:10.0.0.7",
  "sessions.none": "Nobody has connected yet. Every SMTP session will be listed here, also those that fail.",
  "sessions.noMatch": "No session matches. Only the last ones are kept.",
  "sessions.more": "Older sessions",
  "sessions.time": "Time",
  "sessions.client": "Client",
  "sessions.user": "User",
  "sessions.mails": "Mails",
  "sessions.result": "Result",
  "sessions.took": "Took",
  "sessions.open": "open",
  "sessions.nothing": "left without a message",
  "sessions.nRefused": { one: "{n} refusal", other: "{n} refusals" },
  "arrived.title": "What arrived of refused mail",
  "arrived.download": "Download what arrived",
  "arrived.noReply": "no reply: the client gave up, or was dropped",
  "arrived.all": "{size}, all that arrived",
  "arrived.cut": "the first {kept} of {size}; the rest was cut",
  "arrived.gone": "{size} arrived; they made room for newer ones",
  "session.name": "Session {id}",
  "session.transcript": "Transcript",
  "session.download": "Download",
  "session.dropped": { one: "{n} line left out", other: "{n} lines left out" },
  "session.whole": "Whole session",
  "session.pause": "{n} ms after the line before",
  "session.client": "Client:",
  "session.server": "Server:",
  "session.note": "Note:",
  "session.failed": "What was said is not kept any more.",
  "run.title": "Runs",
  "run.name": "Run {name}",
  "run.failed": { one: "{n} wait failed", other: "{n} waits failed" },
  "run.download": "Download",
  "run.downloadWhat": "A report for those who have no mailsink at hand: a page and the messages, as one ZIP file",
  "run.replay": "Ask again now",
  "run.again": { one: "Now {n} message matches", other: "Now {n} messages match" },
  "run.compare": "Compare with the one that was found",
  "run.waits": "Waits",
  "run.mails": "Mail",
  "run.mailsN": { one: "Mail ({n})", other: "Mail ({n})" },
  "run.none": "No test has waited for mail yet. Every call of /v1/wait will be listed here, with what came of it.",
  "run.noMails": "Nothing is tagged {name} or says X-Mailsink-Run: {name}.",
  "run.going": "waiting since {since}",
  "run.found": "found after {s} s",
  "run.timeout": "nothing after {s} s",
  "run.quiet": "nothing came for {s} s, as hoped",
  "run.unwanted": "something came after {s} s",
  "run.near": "Near:",
  "run.any": "any message",
  "run.absent": "none hoped for",
  "run.count": { one: "{n} message", other: "{n} messages" },
  "run.copy": "Copy the query",
  "run.search": "Search for it",
  "run.accounts": "Accounts",
  "run.what": "A test with an account of its own, or one that tags its mail or sends X-Mailsink-Run, has a page here: /run/NAME.",
  "stats.title": "Statistics",
  "stats.span": "How far back",
  "stats.1h": "60 min",
  "stats.24h": "24 h",
  "stats.7d": "7 days",
  "stats.per.1h": "Messages per minute",
  "stats.per.24h": "Messages per quarter of an hour",
  "stats.per.7d": "Messages per two hours",
  "stats.now": "Now",
  "stats.today": "Last 24 hours",
  "stats.kept": "Kept",
  "stats.size": "Size",
  "stats.oldest": "Oldest",
  "stats.unread": "Unread",
  "stats.read": "Read",
  "stats.rejected": "Refused sessions",
  "stats.sizes": "Sizes",
  "stats.rcpt": "Recipients, as written to",
  "stats.from": "Senders",
  "stats.mbox": "Accounts",
  "stats.rule": "Rules",
  "stats.refusals": "Refusals by SMTP",
  "stats.nothing": "Nothing in this time.",
  "stats.partial": "There was no time to count everything.",
  "stats.sum": "{n} in all, {most} at most",
  "stats.arrows": "{title}: arrows tell each value",
  "stats.data": "Show data",
  "stats.messages": "Messages"
};

// src/i18n/en.ts
var en = {
  ...frame,
  ...list,
  ...layers,
  ...message2,
  ...checks2,
  ...compare,
  ...rules,
  ...tools,
  ...settings,
  ...keys
};

// src/i18n/pseudo.ts
var FROM = "aceinosuyACEINOSUY", TO = "áçéíñóšúýÁÇÉÍÑÓŠÚÝ";
function pseudo(text2) {
  let strange2 = text2.replace(/\{\w+\}|./g, (part2) => part2.length > 1 ? part2 : TO[FROM.indexOf(part2)] ?? part2), letters = text2.replace(/\{\w+\}/g, "").length;
  return `[${strange2}${"~".repeat(Math.ceil(letters * 0.4)).replace(/~{9}(?=~)/g, "$& ")}]`;
}

// src/i18n/t.ts
var asked2 = typeof location > "u" ? new URLSearchParams() : new URLSearchParams(location.search), lang = asked2.get("lang"), strange = () => (lang ?? prefs.value.language) === "qps", direction = asked2.get("dir") === "rtl" ? "rtl" : "ltr", plural = new Intl.PluralRules("en");
function numeral(n3) {
  try {
    return n3.toLocaleString(prefs.value.locale || void 0);
  } catch {
    return n3.toLocaleString();
  }
}
function t4(key2, params = {}) {
  return say(en[key2], params);
}
function say(entry, params = {}) {
  let text2 = typeof entry == "string" ? entry : entry[plural.select(Number(params.n)) === "one" ? "one" : "other"];
  return (strange() ? pseudo(text2) : text2).replace(/\{(\w+)\}/g, (_4, name) => {
    let value = params[name] ?? "";
    return typeof value == "number" ? numeral(value) : value;
  });
}

// src/views/compare/earlier.ts
var MOST2 = 200;
function kindOf({ id, uid, summary, envelope }) {
  let step2 = envelope.recipients[0]?.trace?.at(-1);
  return { id, seq: uid, from: summary.from?.[0]?.address ?? "", subject: summary.subject, rule: step2 ? step2.line ? `${step2.table}:${step2.line}` : step2.table : "" };
}
var like = (a5, b3) => a5.replace(/\d+/g, "#") === b3.replace(/\d+/g, "#");
function nearest2({ id, subject, rule }, rows2) {
  let alike = rows2.filter((row) => row.id !== id && like(row.subj, subject));
  return alike.find((row) => (row.rule ?? "") === rule) ?? alike[0];
}
async function earlier(kind, others = !1) {
  let { rows: rows2 } = await rows({ q: kind.from ? `from:${quoted(kind.from)}` : "", account: "", mailbox: "" }, { offset: 0, limit: MOST2, asof: kind.seq - 1 });
  return nearest2(kind, rows2) ?? (others ? rows2.find(({ id }) => id !== kind.id) : void 0);
}

// src/format.ts
var made;
function inZone(timeZone, locale) {
  let style2 = (options) => new Intl.DateTimeFormat(locale, { timeZone, ...options }), date = { weekday: "short", day: "numeric", month: "short", year: "numeric" }, time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return {
    24: style2({ ...time, second: "2-digit" }),
    12: style2({ hour: "numeric", minute: "2-digit", second: "2-digit", hour12: !0 }),
    day: style2({ day: "numeric", month: "short" }),
    year: style2({ day: "numeric", month: "short", year: "numeric" }),
    full: style2({ ...date, ...time, second: "2-digit", fractionalSecondDigits: 3 }),
    second: style2({ ...date, ...time, second: "2-digit" }),
    minute: style2({ ...date, ...time }),
    /** How far the zone is ahead of UTC at an instant, in milliseconds. */
    offset: (t5) => timeZone ? zoned(t5, timeZone) : -new Date(t5).getTimezoneOffset() * 6e4
  };
}
function zoned(t5, timeZone) {
  let there = new Date(t5).toLocaleString("sv", { timeZone });
  return Date.parse(`${there.replace(" ", "T")}Z`) - Math.floor(t5 / 1e3) * 1e3;
}
function tools2() {
  let { zone, locale } = prefs.value, key2 = `${zone} ${locale}`;
  if (made?.key !== key2)
    try {
      made = { key: key2, formats: inZone(zone || void 0, locale || void 0), numbers: new Intl.NumberFormat(locale || void 0) };
    } catch {
      made = { key: key2, formats: inZone(void 0, void 0), numbers: new Intl.NumberFormat() };
    }
  return made;
}
var relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
function count(n3) {
  return tools2().numbers.format(n3);
}
function size(octets) {
  if (octets < 1e3) return `${octets} B`;
  let [unit, name] = octets < 999500 ? [1e3, "kB"] : octets < 9995e5 ? [1e6, "MB"] : [1e9, "GB"], value = octets / unit;
  return `${value < 10 ? value.toFixed(1).replace(/\.0$/, "") : Math.round(value)} ${name}`;
}
function moment(t5, now2) {
  let { offset, day, year, ...clocks } = tools2().formats, ahead = offset(now2), date = (at2) => Math.floor((at2 + ahead) / 864e5);
  return date(t5) === date(now2) ? clocks[prefs.value.clock].format(t5) : new Date(t5 + ahead).getUTCFullYear() === new Date(now2 + ahead).getUTCFullYear() ? day.format(t5) : year.format(t5);
}
function instant(t5) {
  return tools2().formats.full.format(t5);
}
function second(t5) {
  return tools2().formats.second.format(t5);
}
function minute(t5) {
  return tools2().formats.minute.format(t5);
}
var STEPS = [
  [864e5, "day"],
  [36e5, "hour"],
  [6e4, "minute"]
];
function ago(t5, now2) {
  let past = Math.max(0, now2 - t5);
  for (let [span, unit] of STEPS) if (past >= span) return relative.format(-Math.floor(past / span), unit);
  return past < 1e4 ? t4("time.now") : relative.format(-Math.floor(past / 1e3), "second");
}
function delay(ms2) {
  let sign = ms2 < 0 ? "−" : "+", span = Math.abs(ms2);
  return span < 1e3 ? `${sign}${span} ms` : span < 6e4 ? `${sign}${(span / 1e3).toFixed(1)} s` : `${sign}${Math.round(span / 6e4)} min`;
}
function person(from) {
  return from.n || from.a || t4("row.noSender");
}
function address(a5) {
  return a5.name ? `${a5.name} <${a5.address}>` : a5.address;
}

// src/actions.ts
var ASK = 100;
function tell(text2, bad = !1) {
  notice.value = { text: text2, bad };
}
function failed(cause) {
  tell(cause instanceof Error ? cause.message : String(cause), !0);
}
function activeIndex() {
  return active.value ? inbox.rows.indexOf(active.value) : -1;
}
function moveTo(index) {
  let last = inbox.rows.total - 1;
  if (last < 0) return;
  let place2 = Math.max(0, Math.min(last, index));
  stage.reveal(place2);
  let row = inbox.rows.at(place2);
  row && (active.value = row.id);
}
function move(by) {
  following.value = !1;
  let index = activeIndex();
  moveTo(index < 0 ? 0 : index + by), route.value.id && wide() && open(active.value, !0);
}
function wide() {
  return prefs.value.pane !== "off" && matchMedia("(min-width: 720px)").matches;
}
function open(id, replace = !!route.value.id) {
  if (!id) return;
  active.value = id;
  let { width, scheme } = prefs.value;
  go(route.value.id ? { id, line: 0 } : { id, tab: "", width, scheme, form: "raw", line: 0 }, replace);
}
function opened(id) {
  let index = inbox.rows.indexOf(id);
  inbox.rows.at(index)?.flags?.includes("unread") && act2("read", { ids: [id] });
  let next = inbox.rows.at(index + 1);
  index >= 0 && next && messages.prefetch(next.id);
}
function step(by) {
  let index = inbox.rows.indexOf(route.value.id || active.value), row = inbox.rows.at(index + by);
  !row || index + by < 0 || (stage.reveal(index + by), open(row.id, !0));
}
function back() {
  if (layer.value) layer.value = "";
  else {
    if (route.value.screen !== "mail") return leaveScreen();
    route.value.id ? go({ id: "", tab: "", width: 0, scheme: "light", form: "raw", line: 0 }) : selection.size.value ? selection.clear() : view.value.q && refine({ q: "" });
  }
  stage.focus();
}
function leaveScreen() {
  let { screen, name } = route.value;
  name && screen !== "compare" && screen !== "settings" ? go({ name: "", other: "" }) : (stage.focusNext(), visit(mailRoute()));
}
function search(q2, replace = !1) {
  go({ ...NOWHERE, q: q2 }, replace);
}
function refine(change, replace = !1) {
  go({ ...NOWHERE, ...view.value, ...change }, replace);
}
var NOWHERE = { screen: "mail", name: "", other: "", address: "", saved: "", account: "", mailbox: "", sort: "", id: "", tab: "" };
function toggle(id = active.value) {
  id && selection.toggle(id);
}
function extend(by) {
  let { rows: rows2 } = inbox;
  !selection.size.value && active.value && selection.toggle(active.value), moveTo(Math.max(0, activeIndex() + by)), selection.extend(active.value, inMemory(rows2.total).map((row) => row.id));
}
function extendTo(id) {
  selection.extend(id, inMemory(inbox.rows.total).map((row) => row.id));
}
function inMemory(total) {
  let out = [];
  for (let index = 0; index < total; index++) {
    let row = inbox.rows.at(index);
    if (row) out.push(row);
    else if (out.length > 5e3) break;
  }
  return out;
}
function pickAll() {
  selection.everything(asked.value, inbox.rows.asof, inbox.rows.total);
}
var place = () => ({ active: active.value, id: route.value.id });
async function act2(op, target, more = {}) {
  let before = more.before ?? place();
  try {
    let { count: n3, undo: token } = await act(op, target, more.tag);
    return "ids" in target && op !== "tag" && op !== "untag" ? settle(op, target.ids) : await inbox.reload(), op === "delete" && offer(t4("done.deleted", { n: n3 }), token && (() => restore(token, before))), !0;
  } catch (cause) {
    return failed(cause), !1;
  }
}
var REGRET = 1e4, regret = 0, underway = Promise.resolve();
function offer(text2, back3) {
  clearTimeout(regret), undo2.value = back3 ? () => {
    back3();
  } : void 0, notice.value = { text: text2, bad: !1, undo: !!back3 }, back3 && (regret = window.setTimeout(() => undo2.value = void 0, REGRET));
}
async function takeBack() {
  await underway;
  let back3 = undo2.value;
  if (!back3) return tell(t4("undo.none"));
  undo2.value = void 0, back3();
}
async function restore(token, before) {
  try {
    let { count: n3 } = await undo(token);
    inbox.remember(), await inbox.reload(), before.id && route.value.screen === "mail" && (go({ id: before.id }, !0), messages.open(before.id)), before.active && (active.value = before.active);
    let index = inbox.rows.indexOf(active.value);
    index >= 0 && stage.reveal(index), stage.focus(), tell(t4("done.restored", { n: n3 }));
  } catch (cause) {
    failed(cause);
  }
}
function settle(op, ids) {
  if (messages.forget(ids), op === "delete") {
    selection.forget(ids), inbox.remove(ids);
    return;
  }
  let rows2 = ids.map((id) => inbox.rows.find(id)).filter((row) => row !== void 0);
  inbox.update(rows2.map((row) => ({ ...row, flags: flagged(row.flags ?? [], op) })));
}
function flagged(flags, op) {
  let name = op === "pin" || op === "unpin" ? "pinned" : "unread", rest = flags.filter((flag) => flag !== name);
  return op === "pin" || op === "unread" ? [...rest, name] : rest;
}
function mark(op) {
  let target = selection.target(route.value.id || active.value);
  target && act2(op, target);
}
function pin() {
  let row = inbox.rows.find(route.value.id || active.value);
  mark(row?.flags?.includes("pinned") ? "unpin" : "pin");
}
function readOn() {
  mark("read"), route.value.id ? step(1) : move(1);
}
function remove() {
  let target = selection.target(route.value.id || active.value);
  if (!target) return;
  let n3 = selection.size.value || 1;
  if (n3 <= ASK) return void removeNow(target);
  question.value = { text: t4("ask.delete", { n: count(n3) }), yes: t4("act.delete"), then: () => {
    removeNow(target);
  } }, layer.value = "confirm";
}
async function removeNow(target) {
  let before = place();
  "ids" in target ? leave(new Set(target.ids)) : (active.value = "", route.value.id && go({ id: "", tab: "" }, !0));
  let done = act2("delete", target, { before });
  underway = done, await done && selection.clear();
}
function leave(ids) {
  let next = neighbour((row) => !ids.has(row.id))?.id ?? "";
  ids.has(active.value) && (active.value = next), ids.has(route.value.id) && go({ id: wide() ? next : "", tab: route.value.tab }, !0);
}
function neighbour(pass) {
  let index = inbox.rows.indexOf(route.value.id || active.value);
  for (let step2 of [1, -1])
    for (let at2 = index + step2; at2 >= 0 && at2 < inbox.rows.total; at2 += step2) {
      let row = inbox.rows.at(at2);
      if (!row) break;
      if (pass(row)) return row;
    }
}
function setTab(tab) {
  route.value.id && go({ tab }, !0);
}
function nthTab(n3) {
  let tab = TABS[n3 - 1];
  tab && setTab(tab);
}
var WIDTHS = [360, 390, 768, 0];
function nextWidth() {
  let at2 = WIDTHS.indexOf(route.value.width);
  go({ width: WIDTHS[(at2 + 1) % WIDTHS.length] }, !0);
}
function darken() {
  go({ scheme: SCHEMES[(SCHEMES.indexOf(route.value.scheme) + 1) % SCHEMES.length] }, !0);
}
function loadRemote(on = !0) {
  info2.value?.remote && messages.shown.value.message?.remote && (remote.value = { id: route.value.id, on });
}
function remotely(id) {
  return (remote.value.id === id ? remote.value.on : prefs.value.remote === "proxy") && !!info2.value?.remote;
}
function tagIt() {
  (selection.size.value || route.value.id || active.value) && (layer.value = "tags");
}
function showMine() {
  let { mine } = prefs.value;
  mine.length ? search(mineQuery(mine)) : layer.value = "mine";
}
function onlyMine() {
  let own = mineQuery(prefs.value.mine);
  own && view.value.q === own ? search("") : showMine();
}
function nthView(n3) {
  let there = saved.value[n3 - 1];
  there && visit({ saved: there.name });
}
function page(by) {
  let pane = document.querySelector(".msg");
  if (!pane || !route.value.id) return moveTo(activeIndex() + by * stage.page());
  let before = pane.scrollTop;
  pane.scrollBy({ top: by * pane.clientHeight * 0.9 }), by > 0 && pane.scrollTop === before && nextUnread();
}
function nextUnread() {
  let next = neighbour((row) => row.flags?.includes("unread") ?? !1);
  next && open(next.id, !0);
}
async function compare2() {
  let picked = [...selection.ids.value];
  if (picked.length === 2) return visit({ screen: "compare", name: picked[0], other: picked[1] });
  let row = inbox.rows.find(route.value.id || active.value);
  if (row)
    try {
      let like2 = await earlier({ id: row.id, seq: row.seq, from: row.from.a, subject: row.subj, rule: row.rule ?? "" }, !0);
      like2 ? visit({ screen: "compare", name: like2.id, other: row.id }) : tell(t4("compare.none"));
    } catch (cause) {
      failed(cause);
    }
}
function tagOne(id) {
  selection.clear(), selection.toggle(id), layer.value = "tags";
}
function removeOne(id) {
  removeNow({ ids: [id] });
}
async function copyCodeOf(id) {
  try {
    let [code] = (await message(id)).codes ?? [];
    code ? await copy(code, code) : tell(t4("done.noCode"));
  } catch (cause) {
    failed(cause);
  }
}
function tagged(tag, on) {
  let target = selection.target(route.value.id || active.value);
  target && act2(on ? "tag" : "untag", target, { tag });
}
async function copy(text2, what) {
  try {
    await navigator.clipboard.writeText(text2), tell(t4("done.copied", { what }));
  } catch {
    tell(t4("fail.copy"), !0);
  }
}
function copyCode() {
  let code = messages.shown.value.message?.codes?.[0];
  code && copy(code, code);
}
function copyLink(id = route.value.id || active.value) {
  id && copy(permalink(id), t4("what.link"));
}
function pause() {
  inbox.paused.value = !inbox.paused.value, !inbox.paused.value && !stage.held() && inbox.release();
}
function toggleFollow() {
  if (following.value = !following.value, following.value) {
    stage.home();
    let newest = inbox.rows.at(0);
    newest && open(newest.id);
  }
}
function focusSearch() {
  let box = document.getElementById("search");
  box instanceof HTMLInputElement && (box.focus(), box.select());
}
function logout2() {
  logout().catch(failed);
}

// src/keys.ts
var bindings = [
  { keys: ["j", "ArrowDown"], text: "key.next", run: () => move(1), list: !0 },
  { keys: ["k", "ArrowUp"], text: "key.previous", run: () => move(-1), list: !0 },
  { keys: ["Home", "g g"], text: "key.home", run: () => (stage.home(), moveTo(0)), list: !0 },
  { keys: ["End"], text: "key.end", run: () => moveTo(inbox.rows.total - 1), list: !0 },
  { keys: ["PageDown"], text: "key.pageDown", run: () => move(stage.page()), list: !0 },
  { keys: ["PageUp"], text: "key.pageUp", run: () => move(-stage.page()), list: !0 },
  { keys: ["Enter", "o"], text: "key.open", run: () => openActive(), list: !0 },
  { keys: ["Escape", "u"], text: "key.back", anywhere: !0, run: back },
  { keys: ["]"], text: "key.newer", run: () => step(-1) },
  { keys: ["["], text: "key.older", run: () => step(1) },
  { keys: ["x"], text: "key.select", run: () => toggle() },
  { keys: ["Shift+J", "Shift+ArrowDown"], text: "key.extendDown", run: () => extend(1), list: !0 },
  { keys: ["Shift+K", "Shift+ArrowUp"], text: "key.extendUp", run: () => extend(-1), list: !0 },
  { keys: ["Mod+a"], text: "key.all", run: pickAll, list: !0 },
  { keys: ["#", "Delete"], text: "key.delete", run: remove },
  { keys: ["z"], text: "key.undo", anywhere: !0, run: () => {
    takeBack();
  } },
  { keys: ["Shift+I"], text: "key.read", run: () => mark("read") },
  { keys: ["Shift+U"], text: "key.unread", run: () => mark("unread") },
  { keys: ["e"], text: "key.readOn", run: readOn },
  { keys: ["s"], text: "key.pin", run: pin },
  { keys: ["1", "2", "3", "4", "5", "6", "7"], text: "key.tab", run: () => {
  } },
  { keys: ["w"], text: "key.width", run: nextWidth },
  { keys: ["d"], text: "key.dark", run: darken },
  { keys: ["i"], text: "key.remote", run: () => loadRemote() },
  { keys: ["c"], text: "key.code", run: copyCode },
  { keys: ["y"], text: "key.link", run: () => copyLink() },
  { keys: ["t"], text: "key.tag", run: tagIt },
  { keys: ["v"], text: "key.links", run: () => messages.shown.value.message && (layer.value = "links") },
  { keys: ["="], text: "key.compare", run: () => {
    compare2();
  } },
  { keys: [" "], text: "key.page", run: () => page(1), list: !0 },
  { keys: ["Shift+ "], text: "key.pageBack", run: () => page(-1), list: !0 },
  { keys: ["m"], text: "key.mine", anywhere: !0, run: onlyMine },
  { keys: ["n"], text: "key.inject", anywhere: !0, run: () => layer.value = "inject" },
  { keys: ["Mod+k"], text: "key.palette", anywhere: !0, run: () => layer.value = "palette" },
  { keys: ["f"], text: "key.follow", run: toggleFollow },
  { keys: ["."], text: "key.pause", anywhere: !0, run: pause },
  { keys: ["/"], text: "key.search", anywhere: !0, run: focusSearch },
  { keys: ["g i"], text: "key.goAll", anywhere: !0, run: () => search("") },
  { keys: ["g u"], text: "key.goUnread", anywhere: !0, run: () => search("is:unread") },
  { keys: ["g m"], text: "view.mine", anywhere: !0, run: showMine },
  { keys: ["g 1", "g 2", "g 3", "g 4", "g 5", "g 6", "g 7", "g 8", "g 9"], text: "key.saved", anywhere: !0, run: () => {
  } },
  { keys: ["g r"], text: "key.goRules", anywhere: !0, run: () => visit({ screen: "rules" }) },
  { keys: ["g s"], text: "key.goSessions", anywhere: !0, run: () => visit({ screen: "sessions" }) },
  { keys: ["g c"], text: "key.goRuns", anywhere: !0, run: () => visit({ screen: "run" }) },
  { keys: ["g t"], text: "key.goStats", anywhere: !0, run: () => visit({ screen: "stats" }) },
  { keys: ["g ,"], text: "key.goSettings", anywhere: !0, run: () => visit({ screen: "settings" }) },
  { keys: ["?"], text: "key.help", anywhere: !0, run: () => layer.value = "keys" }
];
function openActive() {
  open(active.value || inbox.rows.at(0)?.id || "");
}
function stroke(event) {
  let mod = event.ctrlKey || event.metaKey ? "Mod+" : "", shift2 = event.shiftKey && /^([A-Z ]|Arrow\w+)$/.test(event.key) ? "Shift+" : "";
  return mod + shift2 + event.key;
}
function written(name) {
  return name.replace("Mod+", "Ctrl+").replace("Escape", "Esc").replace("Arrow", "").replace(/^ $|(?<=\+) $/, "Space");
}
function single(name) {
  return !name.startsWith("Mod+") && name.replace("Shift+", "").split(" ")[0].length === 1;
}
var FIXED = ["key.tab", "key.saved", "key.back", "key.palette"];
function keysOf(binding) {
  return FIXED.includes(binding.text) ? binding.keys : [remapped(binding.keys[0]), ...binding.keys.slice(1)].filter(Boolean);
}
function find(name) {
  return bindings.find((binding) => keysOf(binding).includes(name));
}
function taken(name, by) {
  return bindings.find((binding) => binding !== by && keysOf(binding).some((key2) => key2 === name || name.startsWith(key2 + " ")));
}
function writing(target) {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
}
function busy(target) {
  return target instanceof HTMLElement && target.closest("button, a, summary, input, [role=tab], [role=separator], [role=document], [role=tree]") !== null;
}
var Keyboard = class {
  prefix = "";
  /** press takes a key and tells whether it meant something. */
  press(event) {
    if (event.defaultPrevented || event.isComposing || event.altKey || layer.value || writing(event.target) && stroke(event) !== "Mod+k") return !1;
    let name = (this.prefix && this.prefix + " ") + stroke(event);
    if (this.prefix = "", single(name) && !prefs.value.keys) return !1;
    if (name === "g") return this.wait();
    let binding = find(name);
    return !binding || !binding.anywhere && route.value.screen !== "mail" || binding.list && !single(name) && busy(event.target) ? !1 : (binding.text === "key.tab" ? nthTab(Number(event.key)) : binding.text === "key.saved" ? nthView(Number(event.key)) : binding.run(), !0);
  }
  wait() {
    return this.prefix = "g", setTimeout(() => this.prefix = "", 1e3), !0;
  }
};

// src/title.ts
function title() {
  let { screen, saved: name } = route.value;
  if (screen !== "mail") return t4(`${screen}.title`);
  if (name && saved.value.some((one) => one.name === name)) return name;
  let { q: q2, account, mailbox } = view.value;
  return q2 === "is:unread" ? t4("view.unread") : q2 ? t4("view.search", { q: q2 }) : [account, mailbox].filter(Boolean).join(" / ") || t4("view.all");
}

// src/live/badge.ts
var REST2 = 1e3, DOTTED = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#1b4fd1"/><path d="M3.5 5h9v6.5h-9z" fill="none" stroke="#fff" stroke-width="1.3" stroke-linejoin="round"/><path d="m3.7 5.2 4.3 3.6 4.3-3.6" fill="none" stroke="#fff" stroke-width="1.3" stroke-linejoin="round"/><circle cx="12.5" cy="3.5" r="3" fill="#d92d20" stroke="#fff"/></svg>'
)}`;
function lazily(gap) {
  let last = -1 / 0, timer;
  return (run) => {
    clearTimeout(timer);
    let act3 = () => {
      last = performance.now(), run();
    }, wait = last + gap - performance.now();
    wait <= 0 ? act3() : timer = setTimeout(act3, wait);
  };
}
function counted(unread, text2) {
  return unread ? `(${unread}) ${text2}` : text2;
}
function wearBadge() {
  let later = lazily(REST2), shown = "";
  x2(() => {
    let place2 = title(), unread = inbox.unread.value, wear = () => {
      document.title = counted(unread, t4("app.title", { view: place2 })), dot(unread > 0);
    };
    place2 !== shown ? wear() : later(wear), shown = place2;
  });
}
function dot(on) {
  let link = document.querySelector("link[rel=icon]"), wanted2 = on ? DOTTED : at("favicon.svg");
  link && link.getAttribute("href") !== wanted2 && link.setAttribute("href", wanted2);
}

// src/live/notify.ts
var ALL = "*", MINE2 = "@", GAP2 = 5e3, MOST3 = 5;
function told({ name, notify: itself }, notify2) {
  return notify2.includes(name) || !!(itself && !notify2.includes(`-${name}`));
}
function watched(notify2, views, mine) {
  if (notify2.includes(ALL)) return [{ key: ALL, title: t4("view.all"), q: "", account: "", mailbox: "" }];
  let out = [];
  notify2.includes(MINE2) && mine.length && out.push({ key: MINE2, title: t4("view.mine"), q: mineQuery(mine), account: "", mailbox: "" });
  for (let one of views) told(one, notify2) && out.push({ key: one.name, title: one.name, q: spoken(one.q, mine), account: one.account, mailbox: one.mailbox });
  return out.slice(0, MOST3);
}
function allowed() {
  return typeof Notification < "u" && isSecureContext && Notification.permission === "granted";
}
var Watch = class {
  constructor(of) {
    this.of = of;
    this.feed.subscribe(of, inbox.rows.asof);
  }
  of;
  gathered = [];
  later = lazily(GAP2);
  feed = new Feed({ frame: (frame2) => this.hear(frame2), link: () => {
  } });
  close() {
    this.feed.close(), this.later(() => {
    });
  }
  hear(frame2) {
    frame2.type !== "batch" || !frame2.rows?.length || (this.gathered.push(...frame2.rows), this.later(() => this.say()));
  }
  say() {
    let rows2 = this.gathered;
    this.gathered = [];
    let newest = rows2[rows2.length - 1];
    newest && say2(this.of, newest, rows2.length);
  }
};
function say2(of, newest, n3) {
  let title2 = t4("notify.title", { n: n3, view: of.title }), body2 = t4("notify.body", { subject: newest.subj || t4("row.noSubject"), rcpt: newest.rcpt[0] ?? "" });
  if (document.hasFocus() && !document.hidden) {
    let { q: q2, account, mailbox } = view.peek();
    (of.q !== q2 || of.account !== account || of.mailbox !== mailbox) && tell(`${title2}: ${body2}`);
    return;
  }
  if (!allowed()) return;
  let shown = new Notification(title2, { body: body2, tag: `mailsink ${of.key}`, icon: at("favicon.svg") });
  shown.onclick = () => {
    window.focus(), shown.close(), open(newest.id);
  };
}
function notify() {
  let watches = /* @__PURE__ */ new Map();
  x2(() => {
    let wanted2 = new Map(watched(prefs.value.notify, saved.value, prefs.value.mine).map((one) => [JSON.stringify(one), one]));
    f3(() => {
      for (let [key2, watch] of watches) wanted2.has(key2) || (watch.close(), watches.delete(key2));
      for (let [key2, one] of wanted2) watches.has(key2) || watches.set(key2, new Watch(one));
    });
  });
}

// src/live/presence.ts
var SPEAK = 1e4;
function speaker() {
  let gathered = 0, timer = 0, last = -1 / 0;
  return (newest, n3) => {
    gathered += n3, clearTimeout(timer), timer = window.setTimeout(() => {
      prefs.peek().announce && (announced.value = t4("live.announce", { n: gathered, subject: newest.subj, rcpt: newest.rcpt[0] ?? "" })), gathered = 0, last = performance.now();
    }, Math.max(0, last + SPEAK - performance.now()));
  };
}
function attend() {
  let speak = speaker();
  inbox.arrived = (newest, n3) => {
    speak(newest, n3), following.value && open(newest.id, !0);
  }, inbox.gone = (ids) => {
    messages.lose(ids, Date.now()), selection.forget([...ids]), ids.has(route.peek().id) && messages.open(route.peek().id);
  };
  let chosen = O(() => route.value.id);
  x2(() => {
    let id = chosen.value;
    f3(() => {
      messages.open(id);
    });
  }), x2(() => {
    let { id, message: message3 } = messages.shown.value;
    message3 && id === route.peek().id && f3(() => opened(id));
  }), x2(() => {
    inbox.link.value === "live" && f3(() => messages.again());
  }), x2(() => {
    inbox.version.value, inbox.waiting.value, f3(() => facets2.refresh());
  }), x2(() => {
    view.value, active.value = f3(() => route.value.id);
  }), document.addEventListener("visibilitychange", () => document.hidden || inbox.paused.peek() || stage.held() || inbox.release()), setInterval(() => now.value = Date.now(), 3e4), noticeCuts(), wearBadge(), notify(), returnKeys();
}
var SILENT = 3e3;
function noticeCuts() {
  let timer = 0;
  x2(() => {
    inbox.link.value === "live" ? (clearTimeout(timer), timer = 0, cut.value = !1) : timer ||= window.setTimeout(() => cut.value = !0, SILENT);
  });
}
function returnKeys() {
  addEventListener("blur", () => caged.value = document.activeElement instanceof HTMLIFrameElement), document.addEventListener("focusin", (event) => caged.value = event.target instanceof HTMLIFrameElement), document.addEventListener("pointermove", (event) => {
    event.buttons || !(document.activeElement instanceof HTMLIFrameElement) || (caged.value = !1, stage.focus());
  });
}

// node_modules/preact/jsx-runtime/dist/jsxRuntime.mjs
var f4 = /* @__PURE__ */ Symbol.for("pv"), o4 = 0;
function a4(t5, e4, n3, u4, a5, i4) {
  e4 || (e4 = {});
  var c4, l4, p5 = e4;
  if ("ref" in p5 && typeof t5 != "function") for (l4 in p5 = {}, e4) l4 == "ref" ? c4 = e4[l4] : p5[l4] = e4[l4];
  var s4 = { type: t5, props: p5, key: n3, ref: c4, __k: null, __: null, __b: 0, __e: null, __c: null, constructor: f4, __v: --o4, __i: -1, __u: 0 };
  return (a5 || i4) && (s4.__source = a5, s4.__self = i4), n.vnode && n.vnode(s4), s4;
}

// src/parts/Icon.tsx
function Icon({ name }) {
  return /* @__PURE__ */ a4("svg", { class: "icon", "aria-hidden": "true", width: "16", height: "16", children: /* @__PURE__ */ a4("use", { href: at("icons.svg") + "#" + name }) });
}

// src/parts/Button.tsx
function Button({ icon: icon2, label, bare, keys: keys2, kind, pressed, disabled, class: more, submit, remote: remote2, onClick, children }) {
  let key2 = keys2 && remapped(keys2), barred = remote2 && cut.value, hint = key2 ? `${label} (${key2})` : bare ? label : void 0;
  return /* @__PURE__ */ a4(
    "button",
    {
      type: submit ? "submit" : "button",
      class: ["btn", kind, bare && "bare", more].filter(Boolean).join(" "),
      title: barred ? `${label}: ${t4("live.cut")}` : hint,
      "aria-disabled": barred || void 0,
      "aria-pressed": pressed,
      disabled,
      onClick: barred ? (event) => event.preventDefault() : onClick,
      children: [
        icon2 && /* @__PURE__ */ a4(Icon, { name: icon2 }),
        /* @__PURE__ */ a4("span", { class: bare ? "sr" : void 0, children: label }),
        children
      ]
    }
  );
}
function leading(href2, label, title2) {
  return cut.value ? { role: "link", "aria-disabled": !0, tabIndex: 0, title: `${label}: ${t4("live.cut")}` } : { href: href2, title: title2 };
}
function LinkButton({ icon: icon2, label, href: href2, download, bare, remote: remote2 }) {
  let outside = download === void 0, title2 = bare ? label : void 0;
  return /* @__PURE__ */ a4(
    "a",
    {
      class: bare ? "btn quiet bare" : "btn",
      download,
      target: outside ? "_blank" : void 0,
      rel: outside ? "noopener noreferrer nofollow" : void 0,
      ...remote2 ? leading(href2, label, title2) : { href: href2, title: title2 },
      children: [
        /* @__PURE__ */ a4(Icon, { name: icon2 }),
        /* @__PURE__ */ a4("span", { class: bare ? "sr" : void 0, children: label })
      ]
    }
  );
}

// src/parts/Screen.tsx
function Screen({ title: title2, tools: tools3, kind, children }) {
  let heading = T2(null);
  return A2(() => heading.current?.focus({ preventScroll: !0 }), []), /* @__PURE__ */ a4("main", { class: `screen ${kind}`, id: "main", tabIndex: -1, children: [
    /* @__PURE__ */ a4("header", { class: "screenhead", children: [
      /* @__PURE__ */ a4("h1", { ref: heading, tabIndex: -1, children: title2 }),
      tools3
    ] }),
    children
  ] });
}
function Failure({ text: text2, why, again }) {
  return /* @__PURE__ */ a4("div", { class: "state failure", role: "alert", children: [
    /* @__PURE__ */ a4("p", { children: text2 }),
    why && /* @__PURE__ */ a4("p", { class: "dim", children: why }),
    /* @__PURE__ */ a4(Button, { label: t4("list.retry"), onClick: again })
  ] });
}
function Waiting() {
  return /* @__PURE__ */ a4("div", { class: "waiting", role: "presentation", "aria-hidden": "true", children: [
    /* @__PURE__ */ a4("span", {}),
    /* @__PURE__ */ a4("span", {}),
    /* @__PURE__ */ a4("span", {})
  ] });
}

// src/parts/Segments.tsx
function Segments({ label, options, value, onChange }) {
  return /* @__PURE__ */ a4("span", { class: "seg", role: "group", "aria-label": label, children: options.map((option) => /* @__PURE__ */ a4("button", { type: "button", "aria-pressed": option.value === value, onClick: () => onChange(option.value), children: option.text }, String(option.value))) });
}

// src/store/fetched.ts
function useFetched(key2, fetch2, every = 0) {
  let [state, setState] = d2({ key: key2, busy: !0 }), [turn, setTurn] = d2(0), ask = T2(fetch2);
  ask.current = fetch2, A2(() => {
    let loading = new AbortController();
    return setState((old) => ({ ...old, busy: !0, ...old.key !== key2 && { key: key2, data: void 0, problem: void 0 } })), ask.current(loading.signal).then(
      (data) => loading.signal.aborted || setState({ key: key2, data, busy: !1 }),
      (cause) => loading.signal.aborted || setState((old) => ({ ...old, busy: !1, problem: cause instanceof Error ? cause.message : String(cause) }))
    ), () => loading.abort();
  }, [key2, turn]);
  let lacks = T2(!1);
  return lacks.current = state.key === key2 && !!state.problem, A2(() => inbox.link.subscribe((link) => link === "live" && lacks.current && setTurn((n3) => n3 + 1)), []), A2(() => {
    if (!every) return;
    let timer = setInterval(() => document.hidden || setTurn((n3) => n3 + 1), every);
    return () => clearInterval(timer);
  }, [every]), { data: state.key === key2 ? state.data : void 0, problem: state.problem, busy: state.busy, again: () => setTurn((n3) => n3 + 1) };
}

// src/views/message/Preview.tsx
var SANDBOX = "allow-popups allow-popups-to-escape-sandbox";
function previewed(path2) {
  let origin = info2.value?.previews ?? "";
  return (origin.startsWith(":") ? `http://${location.hostname}${origin}` : origin) + rooted(path2);
}
var LATEST = 400;
function Preview({ url, title: title2, width, height = 0, dark, zoom: zoom2 }) {
  let [shown, setShown] = d2(url), there = T2(/* @__PURE__ */ new Set()), away = inbox.link.value === "offline" && !there.current.has(url), frames = away ? [] : shown === url ? [url] : [shown, url], timer = T2(0);
  A2(() => {
    if (shown !== url)
      return timer.current = window.setTimeout(() => setShown(url), LATEST), () => clearTimeout(timer.current);
  }, [url, shown]);
  let size2 = { "--w": width ? `${width}px` : void 0, "--h": height ? `${height}px` : void 0, "--zoom": zoom2 };
  return /* @__PURE__ */ a4("div", { class: ["preview", width && "sized", height && "device", zoom2 !== 1 && "zoomed"].filter(Boolean).join(" "), style: size2, ...height || width || zoom2 !== 1 ? { tabIndex: 0, role: "group", "aria-label": t4("html.frame") } : {}, children: [
    away && /* @__PURE__ */ a4("p", { class: "state dim", role: "status", children: t4("html.missing") }),
    /* @__PURE__ */ a4("div", { class: "frames", hidden: away, children: frames.map((frame2) => /* @__PURE__ */ a4(
      "iframe",
      {
        class: [frame2 === shown ? "now" : "next", dark && "dark"].filter(Boolean).join(" "),
        title: title2,
        sandbox: SANDBOX,
        referrerpolicy: "no-referrer",
        src: frame2,
        "aria-hidden": frame2 !== url || void 0,
        onLoad: () => {
          inbox.link.peek() !== "offline" && there.current.add(frame2), frame2 === url && setShown(url);
        }
      },
      frame2
    )) })
  ] });
}

// src/views/message/PartView.tsx
var PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
function PartView({ message: message3, part: part2 }) {
  let [form, setForm] = d2("preview"), { data, problem: problem2, again } = useFetched(`part ${message3.id} ${part2.id}`, (signal) => about(message3.id, part2.id, signal));
  if (problem2 && !data) return /* @__PURE__ */ a4(Failure, { text: t4("parts.failed"), why: problem2, again });
  if (!data) return /* @__PURE__ */ a4(Waiting, {});
  let name = part2.filename || t4("parts.unnamed", { id: part2.id }), forms = ["preview", "headers", "source"].map((value) => ({ value, text: t4(`parts.${value}`) }));
  return /* @__PURE__ */ a4("section", { class: "part", "aria-label": name, children: [
    /* @__PURE__ */ a4("header", { children: [
      /* @__PURE__ */ a4("h3", { dir: "auto", children: name }),
      /* @__PURE__ */ a4(Segments, { label: t4("parts.form"), options: forms, value: form, onChange: setForm }),
      /* @__PURE__ */ a4(LinkButton, { remote: !0, label: t4("parts.download", { name: "" }).trim(), icon: "down", href: partURL(message3.id, part2.id), download: part2.filename || `part-${part2.id}` })
    ] }),
    /* @__PURE__ */ a4("dl", { class: "facts", children: [
      /* @__PURE__ */ a4("dt", { children: t4("parts.type") }),
      /* @__PURE__ */ a4("dd", { children: /* @__PURE__ */ a4("code", { children: part2.type }) }),
      /* @__PURE__ */ a4("dt", { children: t4("delivery.size") }),
      /* @__PURE__ */ a4("dd", { children: [
        size(data.decodedSize),
        data.decodedSize !== data.size && /* @__PURE__ */ a4("span", { class: "dim", children: [
          " · ",
          t4("parts.encoded", { size: size(data.size) })
        ] })
      ] }),
      /* @__PURE__ */ a4("dt", { children: "SHA-256" }),
      /* @__PURE__ */ a4("dd", { class: "sum", children: [
        /* @__PURE__ */ a4("code", { children: data.sha256 }),
        /* @__PURE__ */ a4(Button, { label: t4("headers.copy", { name: "SHA-256" }), icon: "copy", bare: !0, kind: "quiet", onClick: () => {
          copy(data.sha256, "SHA-256");
        } })
      ] })
    ] }),
    form === "preview" && /* @__PURE__ */ a4(Look, { message: message3, part: part2, about: data }),
    form === "headers" && /* @__PURE__ */ a4(Fields, { about: data }),
    form === "source" && /* @__PURE__ */ a4(Source, { message: message3, part: part2 })
  ] });
}
function Look({ message: message3, part: part2, about: about2 }) {
  let page2 = about2.preview && /* @__PURE__ */ a4(Preview, { url: previewed(about2.preview), title: part2.filename || part2.id, width: 0, dark: !1, zoom: 1 });
  return about2.letter ? /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("dl", { class: "facts letter", children: ["subject", "from", "to", "date"].map((name) => about2.letter[name] && [/* @__PURE__ */ a4("dt", { children: t4(`parts.${name}`) }, name), /* @__PURE__ */ a4("dd", { dir: "auto", children: about2.letter[name] }, `${name}=`)]) }),
    page2 || (about2.text ? /* @__PURE__ */ a4(Words, { about: about2 }) : /* @__PURE__ */ a4("p", { class: "dim pad", children: t4("parts.look") }))
  ] }) : about2.events.length ? /* @__PURE__ */ a4($, { children: about2.events.map((event, at2) => /* @__PURE__ */ a4(Event, { event }, at2)) }) : PICTURES.includes(part2.type) ? /* @__PURE__ */ a4(Picture, { url: partURL(message3.id, part2.id), name: part2.filename || part2.id }) : page2 || (about2.text ? /* @__PURE__ */ a4(Words, { about: about2 }) : /* @__PURE__ */ a4("p", { class: "dim pad", children: t4(part2.children?.length ? "parts.inside" : "parts.unseen") }));
}
function Words({ about: about2 }) {
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("pre", { class: "plain wrap boxed", tabIndex: 0, dir: "auto", children: about2.text }),
    about2.cut && /* @__PURE__ */ a4("p", { class: "dim pad-x", children: t4("parts.cut") })
  ] });
}
function Picture({ url, name }) {
  let [text2, setText] = d2("");
  return /* @__PURE__ */ a4("figure", { class: "picture", children: [
    /* @__PURE__ */ a4("img", { src: url, alt: name, onLoad: ({ currentTarget: { naturalWidth, naturalHeight } }) => setText(t4("parts.pixels", { width: naturalWidth, height: naturalHeight })), onError: () => setText(t4("parts.broken")) }),
    /* @__PURE__ */ a4("figcaption", { class: "n", children: text2 })
  ] });
}
function Event({ event }) {
  let zone = event.zone ? ` (${event.zone})` : "", lines = [
    [t4("event.start"), when(event.start) + zone],
    [t4("event.end"), event.end && when(event.end)],
    [t4("event.repeats"), event.repeats],
    [t4("event.location"), event.location],
    [t4("event.organizer"), event.organizer],
    [t4("event.attendees"), event.attendees?.join(", ")],
    [t4("event.status"), event.status]
  ];
  return /* @__PURE__ */ a4("article", { class: "event", children: [
    /* @__PURE__ */ a4("h4", { dir: "auto", children: [
      event.summary || t4("event.unnamed"),
      event.method && /* @__PURE__ */ a4("span", { class: "tag method", children: event.method })
    ] }),
    /* @__PURE__ */ a4("dl", { class: "facts", children: lines.map(([name, value]) => value && [/* @__PURE__ */ a4("dt", { children: name }, name), /* @__PURE__ */ a4("dd", { dir: "auto", children: value }, `${name}=`)]) }),
    event.description && /* @__PURE__ */ a4("p", { class: "plain wrap", dir: "auto", children: event.description })
  ] });
}
function when(at2) {
  return /Z$/.test(at2) ? `${at2.replace("T", " ").replace("Z", " UTC")} · ${instant(Date.parse(at2))}` : at2.replace("T", " ");
}
function Fields({ about: about2 }) {
  return /* @__PURE__ */ a4("dl", { class: "headers", children: [
    about2.headers.map(({ name, body: body2 }, at2) => /* @__PURE__ */ a4("div", { children: [
      /* @__PURE__ */ a4("dt", { children: name }),
      /* @__PURE__ */ a4("dd", { children: /* @__PURE__ */ a4("span", { class: "value", dir: "auto", children: body2 }) })
    ] }, at2)),
    about2.headers.length === 0 && /* @__PURE__ */ a4("p", { class: "dim pad", children: t4("parts.noHeaders") })
  ] });
}
var MOST4 = 2e5;
function Source({ message: message3, part: part2 }) {
  let { data: text2, problem: problem2, again } = useFetched(`partsource ${message3.id} ${part2.id}`, (signal) => partSource(message3.id, part2.id, signal));
  return text2 === void 0 ? problem2 ? /* @__PURE__ */ a4(Failure, { text: t4("source.failed"), why: problem2, again }) : /* @__PURE__ */ a4(Waiting, {}) : /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("pre", { class: "plain boxed", tabIndex: 0, children: text2.slice(0, MOST4) }),
    text2.length > MOST4 && /* @__PURE__ */ a4("p", { class: "dim pad-x", children: t4("parts.more", { n: count(text2.length - MOST4) }) })
  ] });
}

// src/views/message/PartsTab.tsx
function PartsTab({ message: message3 }) {
  let parts2 = flat(message3.parts ?? []), first2 = parts2.find(({ part: part2 }) => part2.attachment) ?? parts2.find(({ part: part2 }) => !part2.children?.length) ?? parts2[0], [chosen, setChosen] = d2("");
  if (!first2) return /* @__PURE__ */ a4("p", { class: "dim pad", children: t4("parts.none") });
  let now2 = parts2.find(({ part: part2 }) => part2.id === chosen)?.part ?? first2.part, files = message3.attachments?.length ?? 0, below = T2(null), choose = (id) => (setChosen(id), below.current?.scrollIntoView({ block: "nearest" }));
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4(Tree, { parts: parts2, chosen: now2.id, onChoose: setChosen, onClick: choose }),
    files > 1 && /* @__PURE__ */ a4("p", { class: "all", children: /* @__PURE__ */ a4("a", { class: "btn quiet", download: `${message3.id}.zip`, ...leading(filesURL(message3.id), t4("parts.all", { n: files })), children: [
      /* @__PURE__ */ a4(Icon, { name: "down" }),
      " ",
      t4("parts.all", { n: files })
    ] }) }),
    /* @__PURE__ */ a4("div", { ref: below, children: /* @__PURE__ */ a4(PartView, { message: message3, part: now2 }, `${message3.id} ${now2.id}`) })
  ] });
}
var STEPS2 = { ArrowDown: 1, ArrowUp: -1 };
function Tree({ parts: parts2, chosen, onChoose, onClick }) {
  let press = (event) => {
    let index = parts2.findIndex(({ part: part2 }) => part2.id === chosen), next = event.key === "Home" ? 0 : event.key === "End" ? parts2.length - 1 : event.key === "ArrowLeft" ? parent(parts2, index) : index + (STEPS2[event.key] ?? NaN), there = parts2[next];
    there && (event.preventDefault(), onChoose(there.part.id), event.currentTarget.querySelectorAll("[role=treeitem]")[next]?.focus());
  };
  return /* @__PURE__ */ a4("ul", { class: "parts", role: "tree", "aria-label": t4("parts.structure"), onKeyDown: press, children: parts2.map(({ part: part2, depth }, at2) => /* @__PURE__ */ a4(
    "li",
    {
      role: "treeitem",
      "aria-level": depth + 1,
      "aria-selected": part2.id === chosen,
      "aria-expanded": part2.children?.length ? !0 : void 0,
      tabIndex: part2.id === chosen ? 0 : -1,
      style: { "--depth": depth },
      onClick: () => onClick(part2.id),
      "data-at": at2,
      children: [
        /* @__PURE__ */ a4("span", { class: "n", children: /^\d/.test(part2.id) && part2.id }),
        /* @__PURE__ */ a4("span", { class: "what", children: [
          /* @__PURE__ */ a4(Icon, { name: icon(part2) }),
          /* @__PURE__ */ a4("span", { children: [
            /* @__PURE__ */ a4("code", { children: part2.type }),
            part2.filename && /* @__PURE__ */ a4("bdi", { class: "name", children: part2.filename }),
            /* @__PURE__ */ a4("span", { class: "dim", children: [part2.charset, part2.encoding, part2.disposition, part2.cid && `cid:${part2.cid}`].filter(Boolean).join(" · ") })
          ] })
        ] }),
        /* @__PURE__ */ a4("span", { class: "n", children: part2.children?.length ? "" : size(part2.size) })
      ]
    },
    part2.id
  )) });
}
function parent(parts2, index) {
  for (let at2 = index - 1; at2 >= 0; at2--) if (parts2[at2].depth < parts2[index].depth) return at2;
  return NaN;
}
function icon({ type, children }) {
  return type.startsWith("message/") ? "mail" : children?.length ? "menu" : type === "text/calendar" ? "calendar" : type.startsWith("image/") ? "image" : type === "text/html" ? "html" : type.startsWith("text/") ? "text" : "clip";
}
function flat(parts2, depth = 0) {
  return parts2.flatMap((part2) => [{ part: part2, depth }, ...flat(part2.children ?? [], depth + 1)]);
}

// src/parts/Link.tsx
function Link({ to, class: name, current, title: title2, children }) {
  let click2 = (event) => {
    event.ctrlKey || event.metaKey || event.shiftKey || event.button || (event.preventDefault(), visit(to));
  };
  return /* @__PURE__ */ a4("a", { href: href(to), class: name, title: title2, "aria-current": current ? "page" : void 0, onClick: click2, children });
}

// src/parts/Tabs.tsx
var STEPS3 = { ArrowRight: 1, ArrowLeft: -1 };
function Tabs({ label, id, items: items2, value, onChange }) {
  let row = T2(null);
  return A2(() => row.current?.querySelector(`#${id}-${value}`)?.scrollIntoView({ block: "nearest", inline: "nearest" }), [value]), /* @__PURE__ */ a4("div", { class: "tabs", role: "tablist", "aria-label": label, ref: row, onKeyDown: (event) => {
    let at2 = items2.findIndex((item2) => item2.value === value), next = event.key === "Home" ? 0 : event.key === "End" ? items2.length - 1 : at2 + (STEPS3[event.key] ?? NaN), item = items2[(next + items2.length) % items2.length];
    item && (event.preventDefault(), onChange(item.value), row.current?.querySelector(`#${id}-${item.value}`)?.focus());
  }, children: items2.map((item) => /* @__PURE__ */ a4(
    "button",
    {
      type: "button",
      role: "tab",
      id: `${id}-${item.value}`,
      class: item.void ? "void" : void 0,
      "aria-selected": item.value === value,
      "aria-controls": item.value === value ? `${id}-panel` : void 0,
      tabIndex: item.value === value ? 0 : -1,
      onClick: () => onChange(item.value),
      children: [
        item.text,
        item.count ? /* @__PURE__ */ a4("span", { class: item.bad ? "n bad" : "n", children: item.count }) : null
      ]
    },
    item.value
  )) });
}

// src/snippets.ts
function reach(smtp, browser) {
  let at2 = smtp.lastIndexOf(":"), host = smtp.slice(0, at2).replace(/^\[|\]$/g, "");
  return { host: host === "" || host === "0.0.0.0" || host === "::" ? browser : host, port: smtp.slice(at2 + 1) };
}
function snippets(host, port) {
  let url = host.includes(":") ? `[${host}]` : host;
  return [
    { stack: "curl", code: curl(url, port) },
    { stack: "swaks", code: swaks(url, port) },
    { stack: "Node", code: node(host, port) },
    { stack: "Python", code: python(host, port) },
    { stack: "Django", code: django(host, port) },
    { stack: "Go", code: go2(url, port) },
    { stack: "PHP", code: php(url, port) },
    { stack: "Laravel", code: laravel(host, port) },
    { stack: "Symfony", code: symfony(url, port) },
    { stack: "Ruby", code: ruby(host, port) },
    { stack: "Rails", code: rails(host, port) },
    { stack: "Spring", code: spring(host, port) },
    { stack: ".NET", code: dotnet(host, port) }
  ];
}
function curl(host, port) {
  return `curl smtp://${host}:${port} --crlf --mail-from app@shop.example \\
  --mail-rcpt anna@customers.example --upload-file - <<'EOF'
From: Shop <app@shop.example>
To: anna@customers.example
Subject: Hello from curl

It works.
EOF`;
}
function swaks(host, port) {
  return `swaks --server ${host} --port ${port} \\
  --from app@shop.example --to anna@customers.example \\
  --header "Subject: Hello from swaks" --body "It works."`;
}
function node(host, port) {
  return `// npm install nodemailer
import { createTransport } from "nodemailer";

const transport = createTransport({ host: "${host}", port: ${port} });
await transport.sendMail({
  from: "Shop <app@shop.example>",
  to: "anna@customers.example",
  subject: "Hello from Node",
  text: "It works.",
  html: "<h1>It works.</h1>",
});`;
}
function python(host, port) {
  return `import smtplib
from email.message import EmailMessage

message = EmailMessage()
message["From"] = "Shop <app@shop.example>"
message["To"] = "anna@customers.example"
message["Subject"] = "Hello from Python"
message.set_content("It works.")

with smtplib.SMTP("${host}", ${port}) as smtp:
    smtp.send_message(message)`;
}
function go2(host, port) {
  return `package main

import (
	"log"
	"net/smtp"
)

func main() {
	message := "From: Shop <app@shop.example>\\r\\n" +
		"To: anna@customers.example\\r\\n" +
		"Subject: Hello from Go\\r\\n\\r\\n" +
		"It works.\\r\\n"
	err := smtp.SendMail("${host}:${port}", nil,
		"app@shop.example", []string{"anna@customers.example"}, []byte(message))
	if err != nil {
		log.Fatal(err)
	}
}`;
}
function php(host, port) {
  return `<?php // composer require symfony/mailer
require 'vendor/autoload.php';

use Symfony\\Component\\Mailer\\{Mailer, Transport};
use Symfony\\Component\\Mime\\Email;

$mailer = new Mailer(Transport::fromDsn('smtp://${host}:${port}'));
$mailer->send((new Email())
    ->from('app@shop.example')->to('anna@customers.example')
    ->subject('Hello from PHP')->text('It works.'));`;
}
function django(host, port) {
  return `# settings.py
EMAIL_HOST = "${host}"
EMAIL_PORT = ${port}

# then, in a shell:
# python manage.py sendtestemail anna@customers.example`;
}
function laravel(host, port) {
  return `# .env
MAIL_MAILER=smtp
MAIL_SCHEME=null
MAIL_HOST=${host}
MAIL_PORT=${port}
MAIL_USERNAME=null
MAIL_PASSWORD=null
MAIL_FROM_ADDRESS=app@shop.example

# then, in a shell (Laravel 10 and older: MAIL_ENCRYPTION=null for MAIL_SCHEME):
# php artisan tinker --execute="Mail::raw('It works.', fn (\\$m) => \\$m->to('anna@customers.example')->subject('Hello from Laravel'));"`;
}
function symfony(host, port) {
  return `# .env.local
MAILER_DSN=smtp://${host}:${port}

# then, in a shell:
# php bin/console mailer:test anna@customers.example --from=app@shop.example`;
}
function ruby(host, port) {
  return `require "net/smtp"

message = <<~MAIL
  From: Shop <app@shop.example>
  To: anna@customers.example
  Subject: Hello from Ruby

  It works.
MAIL

Net::SMTP.start("${host}", ${port}) do |smtp|
  smtp.send_message message, "app@shop.example", "anna@customers.example"
end`;
}
function rails(host, port) {
  return `# config/environments/development.rb
config.action_mailer.delivery_method = :smtp
config.action_mailer.smtp_settings = { address: "${host}", port: ${port} }

# then, in a shell:
# bin/rails runner 'ActionMailer::Base.mail(from: "app@shop.example", to: "anna@customers.example", subject: "Hello from Rails", body: "It works.").deliver_now'`;
}
function spring(host, port) {
  return `# application.properties, with spring-boot-starter-mail
spring.mail.host=${host}
spring.mail.port=${port}

// and in a bean that has a JavaMailSender:
var message = new SimpleMailMessage();
message.setFrom("app@shop.example");
message.setTo("anna@customers.example");
message.setSubject("Hello from Spring");
message.setText("It works.");
mailSender.send(message);`;
}
function dotnet(host, port) {
  return `using System.Net.Mail;

using var smtp = new SmtpClient("${host}", ${port});
smtp.Send("app@shop.example", "anna@customers.example", "Hello from .NET", "It works.");`;
}
function settings2(host, port) {
  let url = host.includes(":") ? `[${host}]` : host;
  return `MAIL_HOST=${host}
MAIL_PORT=${port}
SMTP_HOST=${host}
SMTP_PORT=${port}
MAILER_DSN=smtp://${url}:${port}`;
}
function sample(now2) {
  return [
    "From: mailsink <hello@mailsink.test>",
    "To: Anna Berg <anna@customers.example>",
    "Subject: Hello from mailsink",
    `Date: ${now2.toUTCString().replace("GMT", "+0000")}`,
    `Message-ID: <${now2.getTime()}@mailsink.test>`,
    "MIME-Version: 1.0",
    'Content-Type: multipart/alternative; boundary="parts"',
    "",
    "--parts",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "It works. Your code is 482913.",
    "--parts",
    "Content-Type: text/html; charset=utf-8",
    "",
    '<!doctype html><body style="font:16px/1.5 sans-serif;margin:2em"><h1>It works.</h1><p>Your code is <b>482913</b>.</p></body>',
    "--parts--",
    ""
  ].join(`\r
`);
}

// src/views/Empty.tsx
function Empty() {
  let { host, port } = reach(info2.value?.smtp ?? "127.0.0.1:1025", location.hostname), all = snippets(host, port), chosen = all.find((snippet) => snippet.stack === prefs.value.stack) ?? all[0], { data } = useFetched("knocked", (signal) => sessions("", "", signal), 3e3), last = data?.sessions[0], items2 = all.map(({ stack }) => ({ value: stack, text: stack }));
  return /* @__PURE__ */ a4("div", { class: "empty", children: [
    /* @__PURE__ */ a4("h2", { children: t4("empty.title") }),
    /* @__PURE__ */ a4("p", { children: [
      t4("empty.waiting"),
      " ",
      /* @__PURE__ */ a4("code", { class: "where", children: `${host}:${port}` }),
      ". ",
      t4("empty.waitingAfter"),
      " ",
      /* @__PURE__ */ a4(Terms, {})
    ] }),
    last && /* @__PURE__ */ a4(Knocked, { last }),
    /* @__PURE__ */ a4(Tabs, { label: t4("empty.stacks"), id: "stack", items: items2, value: chosen.stack, onChange: (stack) => prefer({ stack }) }),
    /* @__PURE__ */ a4("div", { role: "tabpanel", id: "stack-panel", "aria-labelledby": `stack-${chosen.stack}`, children: /* @__PURE__ */ a4(Code, { text: chosen.code }) }),
    /* @__PURE__ */ a4("p", { class: "row-of", children: /* @__PURE__ */ a4(TestMessage, {}) }),
    /* @__PURE__ */ a4(Steps, { reached: !!last }),
    /* @__PURE__ */ a4("h3", { children: t4("empty.environment") }),
    /* @__PURE__ */ a4(Code, { text: settings2(host, port) }),
    info2.value?.imap && /* @__PURE__ */ a4("p", { class: "dim", children: t4(info2.value.login ? "empty.imapUsers" : "empty.imap", { imap: info2.value.imap }) })
  ] });
}
function Terms() {
  let { tls = "", auth = "any", authRequired = !1 } = info2.value ?? {}, login2 = auth === "off" ? "off" : `${auth}${authRequired ? "Required" : ""}`;
  return /* @__PURE__ */ a4($, { children: [
    t4(`empty.tls.${tls || "none"}`),
    " ",
    t4(`empty.auth.${login2}`)
  ] });
}
function Knocked({ last }) {
  return /* @__PURE__ */ a4("p", { class: "notebar knocked", role: "status", children: [
    t4("empty.knocked", { client: last.client.address ?? "", result: last.result || t4("sessions.nothing") }),
    " ",
    /* @__PURE__ */ a4(Link, { to: { screen: "sessions", name: last.id }, children: t4("session.transcript") })
  ] });
}
function Steps({ reached }) {
  return /* @__PURE__ */ a4("ol", { class: "first-steps", "aria-label": t4("empty.steps"), children: [
    /* @__PURE__ */ a4(Step, { done: reached, children: t4("empty.reached") }),
    /* @__PURE__ */ a4(Step, { children: t4("empty.first") }),
    /* @__PURE__ */ a4(Step, { done: prefs.value.mine.length > 0, children: /* @__PURE__ */ a4(Button, { label: t4("empty.mine"), kind: "quiet", onClick: () => layer.value = "mine" }) })
  ] });
}
function Step({ done = !1, children }) {
  return /* @__PURE__ */ a4("li", { class: done ? "done" : void 0, children: [
    /* @__PURE__ */ a4("span", { class: "mark", children: done && /* @__PURE__ */ a4(Icon, { name: "check" }) }),
    /* @__PURE__ */ a4("span", { class: "sr", children: t4(done ? "empty.done" : "empty.toDo") }),
    children
  ] });
}
function Code({ text: text2 }) {
  return /* @__PURE__ */ a4("div", { class: "code", children: [
    /* @__PURE__ */ a4("pre", { tabIndex: 0, children: text2 }),
    /* @__PURE__ */ a4(Button, { label: t4("act.copy"), icon: "copy", onClick: () => {
      copy(text2, t4("what.snippet"));
    } })
  ] });
}
function TestMessage() {
  let [busy2, setBusy] = d2(!1), send = async () => {
    setBusy(!0);
    try {
      await inject(sample(/* @__PURE__ */ new Date())), tell(t4("done.sent"));
    } catch (cause) {
      tell(cause instanceof Error ? cause.message : String(cause), !0);
    }
    setBusy(!1);
  };
  return /* @__PURE__ */ a4(Button, { remote: !0, label: t4("empty.forMe"), icon: "send", kind: "primary", disabled: busy2, onClick: () => {
    send();
  } });
}

// src/later/files.ts
var FILES = {
  tabs: () => import("./c-tabs.js"),
  layers: () => import("./c-layers.js"),
  inject: () => import("./c-inject.js"),
  rules: () => import("./c-rules.js"),
  sessions: () => import("./c-sessions.js"),
  run: () => import("./c-run.js"),
  stats: () => import("./c-stats.js"),
  settings: () => import("./c-settings.js"),
  compare: () => import("./c-compare.js")
}, TABS2 = ["headers", "delivery", "parts", "checks"];
function fileOf(name) {
  return name in FILES ? name : TABS2.includes(name) ? "tabs" : "layers";
}
var parts = y3({}), asked3 = /* @__PURE__ */ new Map(), styled;
function part(name) {
  let there = parts.value[name];
  return there === void 0 && fetchPart(name), there;
}
function fetchPart(name) {
  let file = fileOf(name), fetched = asked3.get(file);
  return fetched || (fetched = fetchFile(file, name), asked3.set(file, fetched)), fetched;
}
async function fetchAll() {
  for (let name of Object.keys(FILES)) await fetchPart(name);
}
async function fetchFile(file, name) {
  let { [name]: before, ...others } = parts.peek();
  before === "failed" && (parts.value = others);
  try {
    let [there] = await Promise.all([FILES[file](), style()]);
    parts.value = { ...parts.peek(), ...there };
  } catch {
    asked3.delete(file), parts.value = { ...parts.peek(), [name]: "failed" };
  }
}
function style() {
  return styled ??= new Promise((done, failed2) => {
    let link = document.createElement("link");
    link.rel = "stylesheet", link.href = new URL("./later.css", import.meta.url).href, link.onload = () => done(), link.onerror = () => {
      link.remove(), styled = void 0, failed2(new Error("later.css"));
    }, document.head.append(link);
  });
}

// src/parts/Dialog.tsx
function Dialog({ title: title2, class: more, onClose, children }) {
  let element = T2(null);
  A2(() => {
    let before = document.activeElement;
    return element.current?.showModal(), () => before instanceof HTMLElement && before.focus({ preventScroll: !0 });
  }, []);
  let outside = (event) => event.target === element.current && onClose();
  return /* @__PURE__ */ a4("dialog", { class: ["dialog", more].filter(Boolean).join(" "), ref: element, "aria-labelledby": "dialog-title", onCancel: (event) => (event.preventDefault(), onClose()), onClick: outside, children: /* @__PURE__ */ a4("div", { class: "sheet", children: [
    /* @__PURE__ */ a4("div", { class: "sheethead", children: [
      /* @__PURE__ */ a4("h2", { id: "dialog-title", children: title2 }),
      /* @__PURE__ */ a4(Button, { icon: "close", label: t4("act.close"), bare: !0, kind: "quiet", onClick: onClose })
    ] }),
    children
  ] }) });
}

// src/parts/Stroke.tsx
var SYMBOLS = {
  ArrowDown: "↓",
  ArrowUp: "↑",
  Escape: "Esc",
  Delete: "Del",
  PageDown: "PgDn",
  PageUp: "PgUp",
  Mod: "Ctrl",
  Shift: "⇧",
  " ": "Space"
};
function Stroke({ name }) {
  let keys2 = name === " " ? [" "] : name.split(/(?<=\w)\+|(?<=\S)\s(?=\S)/).filter(Boolean);
  return /* @__PURE__ */ a4("span", { class: "stroke", children: keys2.map((key2, at2) => /* @__PURE__ */ a4("kbd", { children: SYMBOLS[key2] ?? (key2.length === 1 && keys2[0] === "Mod" ? key2.toUpperCase() : key2) }, at2)) });
}

// src/views/KeySheet.tsx
function KeySheet({ onClose }) {
  let [word, setWord] = d2(""), found = bindings.filter((binding) => fits2(word, t4(binding.text), keysOf(binding)));
  return /* @__PURE__ */ a4(Dialog, { title: t4("keys.title"), class: "keys", onClose, children: [
    /* @__PURE__ */ a4("div", { class: "keyhead", children: [
      /* @__PURE__ */ a4("input", { class: "inp", type: "text", autofocus: !0, "aria-label": t4("keys.find"), placeholder: t4("keys.find"), autocomplete: "off", spellcheck: !1, value: word, onInput: (event) => setWord(event.currentTarget.value) }),
      /* @__PURE__ */ a4("label", { class: "switch", children: [
        /* @__PURE__ */ a4("input", { type: "checkbox", checked: prefs.value.keys, onChange: (event) => prefer({ keys: event.currentTarget.checked }) }),
        t4("keys.single")
      ] })
    ] }),
    /* @__PURE__ */ a4("dl", { class: "keylist", children: found.map((binding) => /* @__PURE__ */ a4("div", { children: [
      /* @__PURE__ */ a4("dt", { children: compact(keysOf(binding)).map((name) => /* @__PURE__ */ a4(Stroke, { name }, name)) }),
      /* @__PURE__ */ a4("dd", { children: t4(binding.text) })
    ] }, binding.text)) }),
    /* @__PURE__ */ a4("div", { role: "status", children: found.length === 0 && /* @__PURE__ */ a4("p", { class: "state", children: t4("keys.nothing") }) })
  ] });
}
function fits2(typed, text2, keys2) {
  let want = typed.trim().toLowerCase();
  return keys2.some((key2) => key2 === typed.trim() || written(key2).toLowerCase() === want) ? !0 : want.split(/\s+/).every((word) => text2.toLowerCase().includes(word));
}
function compact(keys2) {
  return keys2.length > 2 ? [`${keys2[0]}…${keys2[keys2.length - 1].split(" ").pop()}`] : keys2;
}

// src/views/Nav.tsx
function Nav() {
  let accounts2 = facets2.accounts.value, total = accounts2.reduce((sum, account) => sum + account.total, 0), unread = accounts2.reduce((sum, account) => sum + account.unread, 0);
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("div", { class: "places", children: [
      /* @__PURE__ */ a4("ul", { children: [
        /* @__PURE__ */ a4(Entry, { to: {}, text: t4("view.all"), n: total }),
        /* @__PURE__ */ a4(Entry, { to: { q: "is:unread" }, text: t4("view.unread"), n: unread }),
        /* @__PURE__ */ a4(Mine, {}),
        /* @__PURE__ */ a4("li", { children: /* @__PURE__ */ a4(Link, { to: { screen: "sessions", q: "is:refused" }, current: route.value.screen === "sessions" && route.value.q === "is:refused", children: /* @__PURE__ */ a4("span", { class: "name", children: t4("view.rejected") }) }) })
      ] }),
      /* @__PURE__ */ a4(Views, {}),
      /* @__PURE__ */ a4(Recipients, {}),
      /* @__PURE__ */ a4("h2", { children: t4("nav.accounts") }),
      /* @__PURE__ */ a4("ul", { children: accounts2.map((account) => /* @__PURE__ */ a4(Entry, { to: { account: account.name }, text: account.name, n: account.total, address: !0 }, account.name)) })
    ] }),
    /* @__PURE__ */ a4(Tools, {})
  ] });
}
function Mine() {
  let { mine } = prefs.value;
  return mine.length ? /* @__PURE__ */ a4(Entry, { to: { q: mineQuery(mine) }, text: t4("view.mine"), n: facets2.mine.value?.unread, of: facets2.mine.value?.total }) : /* @__PURE__ */ a4("li", { children: /* @__PURE__ */ a4("button", { type: "button", class: "entry", onClick: () => layer.value = "mine", children: [
    /* @__PURE__ */ a4("span", { class: "name", children: t4("view.mine") }),
    /* @__PURE__ */ a4("span", { class: "n", children: t4("mine.set") })
  ] }) });
}
function Unread({ of }) {
  return of?.unread ? /* @__PURE__ */ a4("span", { class: "n unread", title: t4("nav.unreadOf", { n: of.unread, of: count(of.total ?? 0) }), children: [
    count(of.unread),
    /* @__PURE__ */ a4("span", { class: "sr", children: [
      " ",
      t4("nav.unread")
    ] })
  ] }) : null;
}
function Views() {
  let list2 = saved.value;
  return list2.length === 0 ? null : /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("h2", { class: "with", children: [
      t4("nav.views"),
      /* @__PURE__ */ a4(Button, { label: t4("view.edit"), icon: "settings", bare: !0, kind: "quiet", onClick: () => layer.value = "save" })
    ] }),
    /* @__PURE__ */ a4("ul", { children: list2.map((one) => /* @__PURE__ */ a4("li", { children: /* @__PURE__ */ a4(Link, { to: { saved: one.name }, current: route.value.screen === "mail" && route.value.saved === one.name, title: one.q, children: [
      /* @__PURE__ */ a4("span", { class: "name", children: one.name }),
      /* @__PURE__ */ a4(Unread, { of: facets2.views.value.find(({ name }) => name === one.name) })
    ] }) }, one.name)) })
  ] });
}
var TOOLS = [
  ["rules", "rules"],
  ["sessions", "session"],
  ["run", "run"],
  ["stats", "stats"],
  ["settings", "settings"]
];
function Tools() {
  return /* @__PURE__ */ a4("div", { class: "tools", children: [
    /* @__PURE__ */ a4("h2", { class: "sr", children: t4("nav.tools") }),
    /* @__PURE__ */ a4("ul", { children: TOOLS.map(([screen, icon2]) => /* @__PURE__ */ a4("li", { children: /* @__PURE__ */ a4(Link, { to: { screen }, current: route.value.screen === screen, class: "tool", children: [
      /* @__PURE__ */ a4(Icon, { name: icon2 }),
      /* @__PURE__ */ a4("span", { class: "name", children: t4(`${screen}.title`) })
    ] }) }, screen)) })
  ] });
}
function Recipients() {
  let found = facets2.recipients.value;
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("h2", { children: t4("nav.recipients") }),
    /* @__PURE__ */ a4(
      "input",
      {
        class: "find",
        type: "search",
        "aria-label": t4("nav.find"),
        placeholder: t4("nav.find"),
        autocomplete: "off",
        spellcheck: !1,
        value: facets2.prefix.value,
        onInput: (event) => facets2.find(event.currentTarget.value.trim())
      }
    ),
    /* @__PURE__ */ a4("ul", { children: found.map((facet) => /* @__PURE__ */ a4(Entry, { to: { q: `rcpt:${facet.value}` }, text: facet.value, n: facet.total, address: !0 }, facet.value)) }),
    facets2.prefix.value && found.length === 0 && /* @__PURE__ */ a4("p", { class: "dim", children: t4("nav.noRecipient") }),
    facets2.more.value && /* @__PURE__ */ a4(Button, { label: t4("nav.more"), kind: "quiet", class: "more", onClick: () => facets2.showMore() })
  ] });
}
function Entry({ to, text: text2, n: n3, of, address: address2 }) {
  let target = { q: "", account: "", mailbox: "", ...to }, here = route.value.screen === "mail" && !route.value.saved && view.value.q === target.q && view.value.account === target.account && view.value.mailbox === target.mailbox, click2 = (event) => {
    event.ctrlKey || event.metaKey || event.shiftKey || (event.preventDefault(), layer.value = "", visit(target));
  };
  return /* @__PURE__ */ a4("li", { children: /* @__PURE__ */ a4("a", { href: href(target), "aria-current": here ? "page" : void 0, title: address2 ? text2 : void 0, onClick: click2, children: [
    /* @__PURE__ */ a4("span", { class: address2 ? "name address" : "name", children: text2 }),
    of !== void 0 ? /* @__PURE__ */ a4(Unread, { of: { unread: n3, total: of } }) : n3 !== void 0 && /* @__PURE__ */ a4("span", { class: "n", children: count(n3) })
  ] }) });
}

// src/views/Layers.tsx
var close = () => layer.value = "";
function Layers() {
  switch (layer.value) {
    case "":
      return null;
    case "keys":
      return /* @__PURE__ */ a4(KeySheet, { onClose: close });
    case "nav":
      return /* @__PURE__ */ a4(Dialog, { title: t4("nav.open"), class: "side", onClose: close, children: /* @__PURE__ */ a4("nav", { class: "nav", "aria-label": t4("nav.label"), children: /* @__PURE__ */ a4(Nav, {}) }) });
    case "more":
      return /* @__PURE__ */ a4(More, {});
    case "confirm":
      return /* @__PURE__ */ a4(Confirm, {});
  }
  let Shown2 = part(layer.value);
  return !Shown2 || Shown2 === "failed" ? null : /* @__PURE__ */ a4(Shown2, { onClose: close });
}
function More() {
  let themes = THEMES.map((value) => ({ value, text: t4(`theme.${value}`) }));
  return /* @__PURE__ */ a4(Dialog, { title: t4("nav.moreMenu"), onClose: close, children: /* @__PURE__ */ a4("div", { class: "stack", children: [
    /* @__PURE__ */ a4("ul", { class: "more-tools", children: TOOLS.map(([screen, icon2]) => /* @__PURE__ */ a4("li", { onClick: close, children: /* @__PURE__ */ a4(Link, { to: { screen }, class: "btn", children: [
      /* @__PURE__ */ a4(Icon, { name: icon2 }),
      " ",
      t4(`${screen}.title`)
    ] }) }, screen)) }),
    /* @__PURE__ */ a4("p", { class: "field", children: [
      /* @__PURE__ */ a4("span", { children: t4("theme.label") }),
      /* @__PURE__ */ a4(Segments, { label: t4("theme.label"), options: themes, value: prefs.value.theme, onChange: (theme) => prefer({ theme }) })
    ] }),
    /* @__PURE__ */ a4(Button, { label: t4("inject.title"), icon: "send", onClick: () => layer.value = "inject" }),
    /* @__PURE__ */ a4(Button, { label: t4("act.keys"), icon: "keys", onClick: () => layer.value = "keys" })
  ] }) });
}
function Confirm() {
  let asked4 = question.value;
  return asked4 ? /* @__PURE__ */ a4(Dialog, { title: t4("ask.title"), onClose: close, children: /* @__PURE__ */ a4("div", { class: "stack", children: [
    /* @__PURE__ */ a4("p", { children: asked4.text }),
    /* @__PURE__ */ a4("p", { class: "answers", children: [
      /* @__PURE__ */ a4(Button, { label: t4("act.cancel"), onClick: close }),
      /* @__PURE__ */ a4(Button, { label: asked4.yes, kind: "danger", onClick: () => (close(), asked4.then()) })
    ] })
  ] }) }) : null;
}

// src/store/slots.ts
var Slots = class {
  count = 1;
  base = 0;
  low = 0;
  high = -1;
  /** show says that the rows of the ranks from low to high are drawn, where there is room for count elements. */
  show(low, high, count2) {
    (low > this.high || high < this.low) && (this.base += high - this.high), this.count = Math.max(this.count, count2, high - low + 1), this.low = low, this.high = high;
  }
  /** of returns the number of the element for a rank. */
  of(rank) {
    return ((rank - this.base) % this.count + this.count) % this.count;
  }
};

// src/parts/Recipient.tsx
function RecipientChip({ address: address2, more = 0 }) {
  return /* @__PURE__ */ a4("span", { class: "rcpt", dir: "ltr", children: [
    /* @__PURE__ */ a4("span", { "aria-hidden": "true", children: "→" }),
    /* @__PURE__ */ a4("span", { class: "sr", children: [
      t4("row.to"),
      " "
    ] }),
    /* @__PURE__ */ a4("span", { class: "addr", children: address2 }),
    more > 0 && /* @__PURE__ */ a4("span", { class: "plus", children: [
      /* @__PURE__ */ a4("span", { "aria-hidden": "true", children: [
        "+",
        more
      ] }),
      /* @__PURE__ */ a4("span", { class: "sr", children: [
        " ",
        t4("row.more", { n: more })
      ] })
    ] })
  ] });
}

// src/parts/Tag.tsx
function hue(tag) {
  let sum = 0;
  for (let char of tag) sum = (sum * 31 + char.charCodeAt(0)) % 360;
  return sum;
}
function Tag({ name }) {
  return /* @__PURE__ */ a4("span", { class: "tag", style: { "--h": hue(name) }, children: name });
}

// src/views/Row.tsx
function lead(rcpt, sought2, mine = []) {
  return sought2 && rcpt.find((address2) => address2.toLowerCase().includes(sought2)) || rcpt.find((address2) => mine.some((pattern) => fits(pattern, address2))) || rcpt[0] || "";
}
var Row = class extends x {
  shouldComponentUpdate(next) {
    let now2 = this.props;
    return Object.keys(next).some((key2) => next[key2] !== now2[key2]);
  }
  render({ row, place: place2, of, active: active2, current, picked, sought: sought2, gone, hot }) {
    let unread = row.flags?.includes("unread"), name = ["row", unread && "unread", active2 && "active", current && "current", gone && "gone", hot && "hot"].filter(Boolean).join(" ");
    return /* @__PURE__ */ a4("div", { class: name, role: "option", id: `m-${row.id}`, "aria-selected": picked, "aria-current": current || void 0, "aria-disabled": gone || void 0, "aria-posinset": place2, "aria-setsize": of, children: [
      /* @__PURE__ */ a4("span", { class: "dot", "aria-hidden": "true" }),
      /* @__PURE__ */ a4("span", { class: "box", "aria-hidden": "true", "data-pick": !0 }),
      /* @__PURE__ */ a4("span", { class: "line", children: [
        gone && /* @__PURE__ */ a4("span", { class: "defect", children: t4("row.gone") }),
        unread && /* @__PURE__ */ a4("span", { class: "sr", children: [
          t4("row.unread"),
          " "
        ] }),
        /* @__PURE__ */ a4(Mark, { flags: row.flags, flag: "pinned", icon: "pin" }),
        /* @__PURE__ */ a4(Mark, { flags: row.flags, flag: "injected", icon: "send" }),
        /* @__PURE__ */ a4("span", { class: "who", dir: "auto", children: person(row.from) }),
        row.tags?.map((tag) => /* @__PURE__ */ a4(Tag, { name: tag }, tag)),
        /* @__PURE__ */ a4("span", { class: "when", children: moment(row.t, Date.now()) })
      ] }),
      /* @__PURE__ */ a4("span", { class: "line", children: [
        /* @__PURE__ */ a4(RecipientChip, { address: lead(row.rcpt, sought2, prefs.value.mine), more: row.rcptN - 1 }),
        row.flags?.includes("rewritten") && /* @__PURE__ */ a4("span", { class: "mbox", children: t4("row.in", { mailbox: row.mbox.join(", ") }) }),
        row.flags?.includes("external") && /* @__PURE__ */ a4("span", { class: "mark-external", children: t4("row.external") }),
        /* @__PURE__ */ a4(Extent, { row })
      ] }),
      /* @__PURE__ */ a4("span", { class: "line", children: [
        /* @__PURE__ */ a4("span", { class: "subject", dir: "auto", children: row.subj || t4("row.noSubject") }),
        /* @__PURE__ */ a4("span", { class: "snippet", dir: "auto", children: row.snip })
      ] })
    ] });
  }
};
function Mark({ flags, flag, icon: icon2 }) {
  return flags?.includes(flag) ? /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4(Icon, { name: icon2 }),
    /* @__PURE__ */ a4("span", { class: "sr", children: [
      t4(`row.${flag}`),
      " "
    ] })
  ] }) : null;
}
function Extent({ row }) {
  return /* @__PURE__ */ a4("span", { class: "extent", children: [
    row.flags?.includes("warn") && /* @__PURE__ */ a4("span", { class: "defect", children: [
      /* @__PURE__ */ a4(Icon, { name: "warn" }),
      /* @__PURE__ */ a4("span", { class: "sr", children: t4("row.warn") })
    ] }),
    row.att ? /* @__PURE__ */ a4("span", { class: "att", children: [
      /* @__PURE__ */ a4(Icon, { name: "clip" }),
      row.att,
      /* @__PURE__ */ a4("span", { class: "sr", children: [
        " ",
        t4("row.attachments", { n: row.att })
      ] })
    ] }) : null,
    /* @__PURE__ */ a4("span", { class: "size", children: size(row.size) })
  ] });
}
function Skeleton({ place: place2, of }) {
  return /* @__PURE__ */ a4("div", { class: "row skeleton", role: "option", "aria-selected": "false", "aria-busy": "true", "aria-posinset": place2, "aria-setsize": of, children: [
    /* @__PURE__ */ a4("span", { class: "line" }),
    /* @__PURE__ */ a4("span", { class: "line" }),
    /* @__PURE__ */ a4("span", { class: "line" })
  ] });
}

// src/views/List.tsx
var FETCH = 50, AHEAD = 24;
function List() {
  let element = T2(null);
  return F2(() => stage.mount(element.current), []), /* @__PURE__ */ a4(
    "div",
    {
      class: "list",
      ref: element,
      role: "listbox",
      tabIndex: 0,
      "aria-label": t4("list.label"),
      "aria-multiselectable": "true",
      "aria-activedescendant": pointed.value ? `m-${pointed.value}` : void 0,
      onScroll: scrolled,
      onPointerMove: moved,
      onPointerDown: () => stage.pointer("down"),
      onPointerUp: () => stage.pointer("up"),
      onPointerLeave: left,
      onClick: click,
      children: [
        /* @__PURE__ */ a4(Probe, {}),
        /* @__PURE__ */ a4(Window, {})
      ]
    }
  );
}
function moved(event) {
  stage.pointer("move");
  let fine = event.pointerType === "mouse" && !event.buttons;
  hovered.value = fine && event.target.closest(".row")?.id.slice(2) || "";
}
function left(event) {
  stage.pointer("up"), event.relatedTarget?.closest?.(".quick") || (hovered.value = "");
}
function scrolled() {
  stage.scrolled(), hovered.value = "", stage.held() && (following.value = !1);
}
function click(event) {
  let target = event.target, id = target.closest(".row")?.id.slice(2);
  id && (active.value = id, event.shiftKey ? extendTo(id) : event.ctrlKey || event.metaKey || target.matches("[data-pick]") ? toggle(id) : open(id));
}
function Window() {
  let { start, end, y: y5 } = stage.slice.value, { rows: rows2, version } = inbox;
  inbox.faded.value;
  let timer = T2(0);
  A2(() => {
    timer.current ||= window.setTimeout(() => {
      timer.current = 0;
      let now2 = stage.slice.peek();
      inbox.need(now2.start - AHEAD, now2.end + AHEAD);
    }, FETCH);
  }, [start, end, version.value]);
  let slots = T2(new Slots()).current;
  slots.show(rows2.total - end, rows2.total - 1 - start, room({ total: rows2.total, row: stage.row.value, view: stage.height.value }));
  let out = [];
  for (let index = start; index < end; index++) out.push(cell(index, slots.of(rows2.total - 1 - index)));
  let away = active.value ? rows2.indexOf(active.value) : -1, height = spacer({ total: rows2.total, row: stage.row.value, view: stage.height.value });
  return /* @__PURE__ */ a4("div", { class: "spacer", role: "presentation", style: { height: `${height}px` }, children: [
    /* @__PURE__ */ a4("div", { class: "window", role: "presentation", style: { transform: `translateY(${y5}px)` }, children: out }),
    away >= 0 && (away < start || away >= end) && /* @__PURE__ */ a4("div", { class: "away", role: "presentation", style: { transform: `translateY(${away < start ? 0 : height - stage.row.value}px)` }, children: cell(away, -1) })
  ] });
}
function cell(index, slot) {
  let { rows: rows2 } = inbox, row = rows2.at(index);
  return row ? /* @__PURE__ */ a4(
    Row,
    {
      row,
      place: index + 1,
      of: rows2.total,
      active: row.id === active.value,
      current: row.id === route.value.id,
      picked: selection.has(row.id),
      sought: sought.value,
      gone: inbox.faded.value.has(row.id),
      hot: row.id === hovered.value && !cut.value
    },
    slot
  ) : /* @__PURE__ */ a4(Skeleton, { place: index + 1, of: rows2.total }, slot);
}
function Probe() {
  let element = T2(null);
  return F2(() => {
    let measure = () => {
      let height = element.current.offsetHeight;
      height && (stage.row.value = height), element.current.parentElement.style.setProperty("--row", `${stage.row.value}px`);
    }, sized = new ResizeObserver(measure);
    return sized.observe(element.current), measure(), () => sized.disconnect();
  }, []), /* @__PURE__ */ a4("div", { class: "row probe", ref: element, "aria-hidden": "true", children: [
    /* @__PURE__ */ a4("span", { class: "line", children: "M" }),
    /* @__PURE__ */ a4("span", { class: "line", children: /* @__PURE__ */ a4("span", { class: "rcpt", children: "M" }) }),
    /* @__PURE__ */ a4("span", { class: "line", children: "M" })
  ] });
}

// src/views/Chips.tsx
function Chips() {
  let { q: q2, account, mailbox } = view.value, list2 = terms(q2);
  return list2.length === 0 && !account ? null : /* @__PURE__ */ a4("ul", { class: "chips", "aria-label": t4("search.terms"), children: [
    account && /* @__PURE__ */ a4(Chip, { text: `in:${account}${mailbox && `/${mailbox}`}`, drop: () => refine({ account: "", mailbox: "" }) }),
    list2.map(
      (term) => joining(term.text) ? /* @__PURE__ */ a4("li", { class: "join", children: term.text }, term.from) : /* @__PURE__ */ a4(Chip, { text: term.text, drop: () => refine({ q: without(q2, term) }) }, term.from)
    )
  ] });
}
function Chip({ text: text2, drop }) {
  let rcpt = /^[-!]?rcpt:/.test(text2), label = t4("search.drop", { term: text2 });
  return /* @__PURE__ */ a4("li", { class: rcpt ? "rcpt" : void 0, children: [
    /* @__PURE__ */ a4("span", { children: text2 }),
    /* @__PURE__ */ a4("button", { type: "button", title: label, onClick: drop, children: [
      /* @__PURE__ */ a4(Icon, { name: "close" }),
      /* @__PURE__ */ a4("span", { class: "sr", children: label })
    ] })
  ] });
}

// src/views/QuickActions.tsx
function QuickActions() {
  let id = hovered.value;
  inbox.version.value, stage.top.value;
  let element = T2(null), row = id && !inbox.faded.value.has(id) ? inbox.rows.find(id) : void 0;
  if (F2(() => {
    let [bar, under] = [element.current, document.getElementById(`m-${id}`)];
    !bar || !under || (bar.style.insetBlockStart = `${under.getBoundingClientRect().top - bar.parentElement.getBoundingClientRect().top + 2}px`);
  }), !row || cut.value) return null;
  let unread = row.flags?.includes("unread"), all = [
    [unread ? "read" : "unread", t4(unread ? "act.read" : "act.unread"), () => {
      act2(unread ? "read" : "unread", { ids: [id] });
    }],
    ["tag", t4("act.tag"), () => tagOne(id)],
    ["copy", t4("key.code"), () => {
      copyCodeOf(id);
    }],
    ["trash", t4("act.delete"), () => removeOne(id)]
  ];
  return /* @__PURE__ */ a4("div", { class: "quick", ref: element, "aria-hidden": "true", onPointerMove: () => stage.pointer("move"), onPointerLeave: () => hovered.value = "", onWheel: (event) => document.querySelector(".list")?.scrollBy({ top: event.deltaY }), children: all.map(([icon2, label, run]) => /* @__PURE__ */ a4("button", { type: "button", class: "btn quiet bare", tabIndex: -1, title: label, onClick: run, children: /* @__PURE__ */ a4(Icon, { name: icon2 }) }, icon2)) });
}

// src/views/SortMenu.tsx
function SortMenu() {
  let sort = view.value.sort || "newest", choose = (value) => {
    stage.home(), go({ sort: value === (named.value?.sort || "newest") ? "" : value });
  };
  return /* @__PURE__ */ a4("label", { class: sort === "newest" ? "sort" : "sort on", title: t4("sort.label"), children: [
    /* @__PURE__ */ a4(Icon, { name: "sort" }),
    /* @__PURE__ */ a4("span", { class: "sr", children: t4("sort.label") }),
    sort !== "newest" && /* @__PURE__ */ a4("span", { class: "now", children: t4(`sort.${sort}`) }),
    /* @__PURE__ */ a4("select", { value: sort, onChange: (event) => choose(event.currentTarget.value), children: SORTS.map((one) => /* @__PURE__ */ a4("option", { value: one, children: t4(`sort.${one}`) }, one)) })
  ] });
}

// src/views/ListPane.tsx
function ListPane() {
  return /* @__PURE__ */ a4("section", { class: "listpane", "aria-label": t4("list.region"), children: [
    selection.size.value ? /* @__PURE__ */ a4(SelectionBar, {}) : /* @__PURE__ */ a4(ListHeader, {}),
    /* @__PURE__ */ a4(Chips, {}),
    /* @__PURE__ */ a4("div", { class: "under", children: [
      /* @__PURE__ */ a4(NewPill, {}),
      /* @__PURE__ */ a4(State, {}),
      /* @__PURE__ */ a4(CutOff, {}),
      /* @__PURE__ */ a4(List, {}),
      /* @__PURE__ */ a4(QuickActions, {})
    ] })
  ] });
}
function ListHeader() {
  inbox.version.value;
  let { total } = inbox.rows;
  return /* @__PURE__ */ a4("div", { class: "listhead", children: [
    /* @__PURE__ */ a4("input", { type: "checkbox", class: "check", checked: !1, disabled: total === 0, "aria-label": t4("list.selectAll"), onChange: (event) => (pickAll(), event.currentTarget.checked = !1) }),
    /* @__PURE__ */ a4("span", { class: "count", children: t4(inbox.partial.value ? "list.countMore" : "list.count", { n: total + inbox.waiting.value - inbox.faded.value.size }) }),
    /* @__PURE__ */ a4("span", { class: "gap" }),
    /* @__PURE__ */ a4(Button, { label: t4("live.follow"), icon: "up", kind: "quiet", keys: "f", pressed: following.value, onClick: toggleFollow }),
    /* @__PURE__ */ a4(Button, { label: inbox.paused.value ? t4("live.resume") : t4("live.pause"), icon: inbox.paused.value ? "play" : "pause", kind: "quiet", keys: ".", onClick: pause }),
    /* @__PURE__ */ a4(SortMenu, {})
  ] });
}
function SelectionBar() {
  let { total } = inbox.rows, n3 = selection.size.value;
  return /* @__PURE__ */ a4("div", { class: "listhead picked", role: "toolbar", "aria-label": t4("list.actions"), children: [
    /* @__PURE__ */ a4("input", { type: "checkbox", class: "check", checked: !0, "aria-label": t4("act.clear"), onChange: () => selection.clear() }),
    /* @__PURE__ */ a4("span", { class: "count", children: t4("list.selected", { n: n3 }) }),
    !selection.all.value && n3 < total && /* @__PURE__ */ a4(Button, { label: t4(filtered.value ? "list.selectMatching" : "list.selectN", { n: total }), kind: "quiet", class: "roomy", onClick: pickAll }),
    !selection.all.value && n3 < total && /* @__PURE__ */ a4(Button, { label: t4("list.selectShort", { n: total }), kind: "quiet", class: "cramped", onClick: pickAll }),
    /* @__PURE__ */ a4("span", { class: "gap" }),
    /* @__PURE__ */ a4(Button, { remote: !0, label: t4("act.read"), icon: "read", bare: !0, kind: "quiet", keys: "Shift+I", onClick: () => mark("read") }),
    /* @__PURE__ */ a4(Button, { remote: !0, label: t4("act.unread"), icon: "unread", bare: !0, kind: "quiet", keys: "Shift+U", onClick: () => mark("unread") }),
    /* @__PURE__ */ a4(Button, { remote: !0, label: t4("act.pin"), icon: "pin", bare: !0, kind: "quiet", class: "roomy", keys: "s", onClick: () => mark("pin") }),
    /* @__PURE__ */ a4(Button, { remote: !0, label: t4("act.tag"), icon: "tag", bare: !0, kind: "quiet", keys: "t", onClick: () => layer.value = "tags" }),
    selection.all.value && /* @__PURE__ */ a4(Export, {}),
    n3 === 2 && !selection.all.value && /* @__PURE__ */ a4(Button, { label: t4("act.compare"), icon: "compare", bare: !0, kind: "quiet", keys: "=", onClick: compare2 }),
    /* @__PURE__ */ a4(Button, { remote: !0, label: t4("act.delete"), icon: "trash", bare: !0, kind: "quiet", keys: "#", onClick: remove }),
    /* @__PURE__ */ a4(Button, { label: t4("act.clear"), icon: "close", bare: !0, kind: "quiet", class: "roomy", keys: "Esc", onClick: () => selection.clear() })
  ] });
}
function Export() {
  let { q: q2, account, mailbox } = asked.value;
  return /* @__PURE__ */ a4(LinkButton, { label: t4("act.export"), icon: "down", href: at("v1/export") + query({ q: q2, account, mailbox, format: "tar" }), download: "mailsink.tar", bare: !0 });
}
function NewPill() {
  let n3 = inbox.waiting.value;
  return !n3 || inbox.paused.value ? null : /* @__PURE__ */ a4("button", { type: "button", class: "pill", onClick: () => (stage.home(), stage.focus()), children: [
    t4("live.new", { n: n3 }),
    " ",
    /* @__PURE__ */ a4("span", { "aria-hidden": "true", children: "↑" })
  ] });
}
function Elsewhere() {
  let words2 = terms(view.value.q.toLowerCase()).map(({ text: text2 }) => text2.replace(/^[-!]/, ""));
  return words2.includes("is:rejected") ? /* @__PURE__ */ a4(Link, { to: { screen: "sessions", q: "is:refused" }, children: t4("list.toRefused") }) : words2.includes("is:mine") ? /* @__PURE__ */ a4(Button, { label: t4("list.nameMine"), icon: "user", onClick: () => layer.value = "mine" }) : null;
}
function CutOff() {
  return !inbox.note.value || inbox.status.value !== "ready" ? null : /* @__PURE__ */ a4("div", { class: "state hint", role: "status", children: [
    /* @__PURE__ */ a4("p", { children: inbox.note.value }),
    /* @__PURE__ */ a4(Button, { remote: !0, label: t4("list.searchOn"), icon: "search", onClick: () => {
      inbox.reload();
    } })
  ] });
}
function Problem2() {
  let { status, text: text2 } = inbox.problem.value;
  return status === 400 ? /* @__PURE__ */ a4("div", { class: "state hint", role: "alert", id: "search-hint", children: [
    /* @__PURE__ */ a4("p", { children: text2 }),
    /* @__PURE__ */ a4(Elsewhere, {})
  ] }) : /* @__PURE__ */ a4("div", { class: "state", role: "alert", children: [
    /* @__PURE__ */ a4("p", { children: t4("list.failed") }),
    /* @__PURE__ */ a4("p", { children: text2 }),
    /* @__PURE__ */ a4(Button, { label: t4("list.retry"), onClick: () => {
      inbox.reload();
    } })
  ] });
}
function lone(q2) {
  let [word, more] = terms(q2.toLowerCase());
  return word && !more && /^[^\s:"()*]{3,}$/.test(word.text) ? word.text : "";
}
function Meant() {
  let word = sought.value || lone(view.value.q), { data } = useFetched(`meant ${word}`, async (signal) => {
    if (!word) return;
    let [most, alike] = await Promise.all([facets("rcpt", "", 500, signal), facets("rcpt", word.slice(0, 2), 500, signal)]);
    return nearest(word, [...most, ...alike]);
  });
  return !word || !data ? null : /* @__PURE__ */ a4("p", { children: [
    t4("list.meant"),
    " ",
    /* @__PURE__ */ a4(Link, { to: { q: `rcpt:${quoted(data.value)}` }, children: data.value }),
    " (",
    t4("list.count", { n: data.total }),
    ")"
  ] });
}
function State() {
  if (inbox.version.value, inbox.problem.value.text) return /* @__PURE__ */ a4(Problem2, {});
  if (inbox.status.value !== "ready" || inbox.rows.total || inbox.note.value || !filtered.value) return null;
  let { q: q2, account } = view.value;
  return /* @__PURE__ */ a4("div", { class: "state", children: [
    /* @__PURE__ */ a4("p", { children: q2 ? t4("list.none", { q: q2 }) : t4("list.noneHere") }),
    /* @__PURE__ */ a4(Meant, {}),
    /* @__PURE__ */ a4("p", { class: "answers", children: [
      q2 && account && /* @__PURE__ */ a4(Button, { label: t4("list.searchAll"), icon: "search", onClick: () => search(q2) }),
      /* @__PURE__ */ a4(Button, { label: t4(q2 && account ? "list.clear" : "list.showAll"), icon: "close", onClick: () => q2 ? refine({ q: "" }) : search("") })
    ] })
  ] });
}

// src/later/usePart.ts
function usePart(name) {
  let there = part(name), live = inbox.link.value === "live";
  return A2(() => {
    live && there === "failed" && fetchPart(name);
  }, [live, name]), there;
}

// src/views/message/devices.ts
var DEVICES = [
  { name: "iPhone SE", width: 375, height: 667 },
  { name: "iPhone 16", width: 393, height: 852 },
  { name: "iPhone 16 Pro Max", width: 440, height: 956 },
  { name: "Galaxy S24", width: 360, height: 780 },
  { name: "Pixel 9", width: 412, height: 924 },
  { name: "iPad mini", width: 744, height: 1133 },
  { name: "iPad Air", width: 820, height: 1180 },
  { name: "Galaxy Tab S9", width: 800, height: 1280 }
];
function held(width) {
  for (let device of DEVICES) {
    if (device.width === width) return { device, turned: !1 };
    if (device.height === width) return { device, turned: !0 };
  }
}
var ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2];

// src/views/message/Huge.tsx
var whole = y3("");
function huge(message3, form) {
  return !message3[form] && !!message3[`${form}Size`] && whole.value !== message3.id;
}
var MOST5 = 100;
function Huge({ message: message3, form }) {
  let parts2 = flat(message3.parts ?? []);
  return /* @__PURE__ */ a4("div", { class: "huge", children: [
    /* @__PURE__ */ a4("p", { class: "notebar", children: [
      t4(`huge.${form}`, { size: size(message3[`${form}Size`] ?? 0) }),
      " ",
      t4("huge.hint")
    ] }),
    /* @__PURE__ */ a4(Button, { remote: !0, label: t4("huge.all"), kind: "primary", onClick: () => whole.value = message3.id }),
    /* @__PURE__ */ a4("ul", { "aria-label": t4("huge.outline"), children: [
      parts2.slice(0, MOST5).map(({ part: part2, depth }) => /* @__PURE__ */ a4("li", { style: { "--depth": depth }, children: [
        /* @__PURE__ */ a4("code", { children: part2.type }),
        " ",
        part2.filename && /* @__PURE__ */ a4("bdi", { children: part2.filename }),
        " ",
        /* @__PURE__ */ a4("span", { class: "n", children: part2.children?.length ? "" : size(part2.size) })
      ] }, part2.id)),
      parts2.length > MOST5 && /* @__PURE__ */ a4("li", { class: "dim", children: t4("checks.more", { n: parts2.length - MOST5 }) })
    ] })
  ] });
}

// src/views/message/HtmlTab.tsx
var zoom = y3(1);
function HtmlTab({ message: message3 }) {
  let { width, scheme } = route.value;
  if (!message3.preview) return /* @__PURE__ */ a4("p", { class: "dim pad", children: t4("html.none") });
  if (huge(message3, "html")) return /* @__PURE__ */ a4(Huge, { message: message3, form: "html" });
  let loaded = remotely(message3.id), params = (more) => [scheme === "forced" && "force=dark", loaded && "remote=1", more].filter(Boolean).join("&"), at2 = previewed(message3.preview), url = at2 + (params() && `?${params()}`), now2 = held(width);
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("div", { class: "toolbar looks", children: [
      /* @__PURE__ */ a4(Widths, { width }),
      /* @__PURE__ */ a4(Segments, { label: t4("html.scheme"), options: SCHEMES.map((value) => ({ value, text: t4(`html.${value}`) })), value: scheme, onChange: (value) => go({ scheme: value }, !0) }),
      /* @__PURE__ */ a4("span", { class: "ends", children: [
        /* @__PURE__ */ a4(Zoom, {}),
        /* @__PURE__ */ a4(LinkButton, { remote: !0, label: t4("html.print"), icon: "print", href: `${at2}?${params("print=1")}`, bare: !0 }),
        /* @__PURE__ */ a4(LinkButton, { remote: !0, label: t4("html.alone"), icon: "out", href: url, bare: !0 })
      ] })
    ] }),
    /* @__PURE__ */ a4(Shade, { scheme, own: !!message3.dark }),
    caged.value && /* @__PURE__ */ a4("p", { class: "hint", role: "status", children: t4("html.keys") }),
    message3.remote ? /* @__PURE__ */ a4(Remote, { message: message3, loaded }) : null,
    /* @__PURE__ */ a4(
      Preview,
      {
        url,
        title: t4("html.title", { subject: message3.summary.subject }),
        width,
        height: now2 && (now2.turned ? now2.device.width : now2.device.height),
        dark: scheme === "dark",
        zoom: zoom.value
      }
    )
  ] });
}
function Shade({ scheme, own }) {
  return scheme === "light" || scheme === "dark" && own ? null : /* @__PURE__ */ a4("p", { class: "hint", role: "status", children: t4(scheme === "dark" ? "html.noDark" : own ? "html.notForced" : "html.approximation") });
}
var FREE = "free", USUAL = 600;
function Widths({ width }) {
  let now2 = held(width), free = !now2 && !WIDTHS.includes(width), to = (value) => go({ width: value }, !0);
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4(Segments, { label: t4("html.width"), options: WIDTHS.map((value) => ({ value, text: value ? String(value) : t4("html.fit") })), value: width, onChange: to }),
    /* @__PURE__ */ a4("select", { class: "inp device", "aria-label": t4("html.device"), value: now2?.device.name ?? (free ? FREE : ""), onChange: (event) => to(event.currentTarget.value === FREE ? USUAL : DEVICES.find(({ name }) => name === event.currentTarget.value)?.width ?? 0), children: [
      /* @__PURE__ */ a4("option", { value: "", children: t4("html.device") }),
      /* @__PURE__ */ a4("option", { value: FREE, children: t4("html.free") }),
      DEVICES.map((one) => /* @__PURE__ */ a4("option", { value: one.name, children: `${one.name} · ${one.width}` }, one.name))
    ] }),
    free && /* @__PURE__ */ a4(
      "input",
      {
        class: "inp width",
        type: "number",
        min: 200,
        max: 2e3,
        "aria-label": t4("html.pixels"),
        value: width,
        onChange: (event) => to(Math.max(200, Math.min(2e3, event.currentTarget.valueAsNumber || USUAL)))
      }
    ),
    now2 && /* @__PURE__ */ a4(Button, { label: t4("html.rotate"), icon: "rotate", bare: !0, pressed: now2.turned, onClick: () => to(now2.turned ? now2.device.width : now2.device.height) })
  ] });
}
function Zoom() {
  return /* @__PURE__ */ a4("select", { class: "inp zoom", "aria-label": t4("html.zoom"), value: zoom.value, onChange: (event) => zoom.value = Number(event.currentTarget.value), children: ZOOMS.map((value) => /* @__PURE__ */ a4("option", { value, children: `${value * 100} %` }, value)) });
}
function Remote({ message: message3, loaded }) {
  let urls = message3.remotes ?? [];
  return /* @__PURE__ */ a4("details", { class: "notebar remotes", children: [
    /* @__PURE__ */ a4("summary", { children: [
      /* @__PURE__ */ a4(Icon, { name: "shield" }),
      " ",
      /* @__PURE__ */ a4("span", { children: loaded ? t4("html.loaded") : t4("html.blocked", { n: message3.remote }) }),
      info2.value?.remote && /* @__PURE__ */ a4(Button, { remote: !0, label: t4(loaded ? "html.block" : "html.load"), keys: loaded ? void 0 : "i", onClick: (event) => (event.preventDefault(), loadRemote(!loaded)) })
    ] }),
    /* @__PURE__ */ a4("ul", { children: [
      urls.map((url) => /* @__PURE__ */ a4("li", { children: /* @__PURE__ */ a4("code", { children: url }) }, url)),
      urls.length < message3.remote && /* @__PURE__ */ a4("li", { children: t4("checks.more", { n: message3.remote - urls.length }) })
    ] })
  ] });
}

// src/views/message/envelope.ts
function compare3(message3) {
  let { summary, envelope } = message3, named2 = lower([...summary.to ?? [], ...summary.cc ?? []]), given = envelope.recipients.map((recipient) => recipient.original.toLowerCase()), from = lower(summary.from ?? []), path2 = envelope.reversePath.toLowerCase();
  return {
    differ: !path2 || from.includes(path2) ? void 0 : { path: `<${envelope.reversePath}>`, from: from.join(", ") || "–" },
    hidden: given.filter((address2) => !named2.includes(address2)),
    absent: named2.filter((address2) => !given.includes(address2))
  };
}
function byOriginal(recipients) {
  let groups = /* @__PURE__ */ new Map();
  for (let recipient of recipients) groups.set(recipient.original, [...groups.get(recipient.original) ?? [], recipient]);
  return [...groups].map(([original, finals]) => ({ original, finals }));
}
function lower(addresses) {
  return addresses.map(({ address: address2 }) => address2.toLowerCase());
}

// src/views/message/MessageHeader.tsx
function MessageHeader({ message: message3 }) {
  let { summary } = message3;
  return /* @__PURE__ */ a4("header", { class: "msghead", children: [
    /* @__PURE__ */ a4("h2", { children: /* @__PURE__ */ a4("bdi", { children: summary.subject || t4("row.noSubject") }) }),
    /* @__PURE__ */ a4("dl", { children: [
      /* @__PURE__ */ a4(People, { name: t4("msg.from"), people: summary.from, fallback: message3.envelope.reversePath }),
      /* @__PURE__ */ a4(People, { name: t4("msg.to"), people: summary.to }),
      /* @__PURE__ */ a4(People, { name: t4("msg.cc"), people: summary.cc }),
      /* @__PURE__ */ a4(People, { name: t4("msg.replyTo"), people: summary.replyTo }),
      /* @__PURE__ */ a4("dt", { children: t4("msg.sentTo") }),
      /* @__PURE__ */ a4("dd", { children: /* @__PURE__ */ a4(Recipients2, { message: message3 }) }),
      /* @__PURE__ */ a4("dt", { children: t4("msg.received") }),
      /* @__PURE__ */ a4("dd", { children: /* @__PURE__ */ a4(Facts, { message: message3 }) }),
      /* @__PURE__ */ a4(Leave, { list: message3.list })
    ] }),
    /* @__PURE__ */ a4(Actions, { message: message3 }),
    /* @__PURE__ */ a4(Defects, { message: message3 }),
    /* @__PURE__ */ a4(Attachments, { message: message3 })
  ] });
}
function Leave({ list: list2 }) {
  if (!list2?.unsubscribe.length) return null;
  let first2 = list2.unsubscribe.find((uri) => /^https:/i.test(uri)) ?? list2.unsubscribe[0];
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("dt", { children: t4("msg.unsubscribe") }),
    /* @__PURE__ */ a4("dd", { class: "leave", children: [
      /* @__PURE__ */ a4("code", { title: list2.unsubscribe.join(`
`), children: first2 }),
      /* @__PURE__ */ a4(Button, { label: t4("headers.copy", { name: first2 }), icon: "copy", bare: !0, kind: "quiet", onClick: () => {
        copy(first2, t4("what.link"));
      } }),
      /* @__PURE__ */ a4("span", { class: "facts", children: [list2.oneClick && t4("checks.oneClick"), list2.unsubscribe.length > 1 && t4("msg.moreRecipients", { n: list2.unsubscribe.length - 1 })].filter(Boolean).join(" · ") })
    ] })
  ] });
}
function People({ name, people, fallback }) {
  let text2 = people?.length ? people.map(address).join(", ") : fallback;
  return text2 ? /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("dt", { children: name }),
    /* @__PURE__ */ a4("dd", { children: /* @__PURE__ */ a4("bdi", { children: text2 }) })
  ] }) : null;
}
var FEW = 3;
function Recipients2({ message: message3 }) {
  let [all, setAll] = d2(!1), recipients = byOriginal(message3.envelope.recipients), shown = all ? recipients : recipients.slice(0, FEW);
  return /* @__PURE__ */ a4("ul", { class: "rcpts", children: [
    shown.map(({ original, finals }) => /* @__PURE__ */ a4("li", { children: [
      /* @__PURE__ */ a4(RecipientChip, { address: original }),
      finals.map((recipient) => /* @__PURE__ */ a4(Fate, { recipient }, recipient.final))
    ] }, original)),
    shown.length < recipients.length && /* @__PURE__ */ a4("li", { children: /* @__PURE__ */ a4(Button, { label: t4("msg.moreRecipients", { n: recipients.length - shown.length }), kind: "quiet", onClick: () => setAll(!0) }) })
  ] });
}
function Fate({ recipient }) {
  return recipient.external ? /* @__PURE__ */ a4("span", { class: "mbox", children: t4("msg.forwarded", { address: recipient.final }) }) : recipient.final === recipient.original ? null : /* @__PURE__ */ a4("span", { class: "mbox", children: t4("msg.storedIn", { mailbox: recipient.final }) });
}
function Facts({ message: message3 }) {
  let received = Date.parse(message3.internalDate), { client } = message3.envelope, facts = [ago(received, now.value), size(message3.size), client.tls, client.address].filter(Boolean);
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("time", { dateTime: message3.internalDate, children: instant(received) }),
    /* @__PURE__ */ a4("span", { class: "facts", children: [
      " · ",
      facts.join(" · ")
    ] })
  ] });
}
function Actions({ message: message3 }) {
  let flags = useComputed(() => (inbox.version.value, inbox.rows.find(route.value.id)?.flags?.join(" ") ?? "")).value, code = message3.codes?.[0], link = message3.links?.find((candidate) => /^https?:/.test(candidate.url)), unread = flags.includes("unread"), pinned = flags.includes("pinned"), on = (op) => () => {
    act2(op, { ids: [message3.id] });
  };
  return /* @__PURE__ */ a4("div", { class: "acts", role: "group", "aria-label": t4("msg.actions"), children: [
    code && /* @__PURE__ */ a4(Button, { label: t4("act.copyCode", { code }), icon: "code", kind: "primary", keys: "c", onClick: copyCode }),
    link && /* @__PURE__ */ a4(LinkButton, { label: t4("act.openLink"), icon: "out", href: link.url }),
    /* @__PURE__ */ a4(Button, { label: t4("act.copyLink"), icon: "link", keys: "y", onClick: () => copyLink(message3.id) }),
    /* @__PURE__ */ a4(LinkButton, { remote: !0, label: t4("act.download"), icon: "down", href: rawURL(message3.id), download: `${message3.id}.eml` }),
    /* @__PURE__ */ a4(Button, { remote: !0, label: unread ? t4("act.read") : t4("act.unread"), icon: unread ? "read" : "unread", bare: !0, keys: unread ? "Shift+I" : "Shift+U", onClick: on(unread ? "read" : "unread") }),
    /* @__PURE__ */ a4(Button, { remote: !0, label: pinned ? t4("act.unpin") : t4("act.pin"), icon: "pin", bare: !0, keys: "s", onClick: on(pinned ? "unpin" : "pin") }),
    /* @__PURE__ */ a4(Button, { remote: !0, label: t4("act.tag"), icon: "tag", bare: !0, keys: "t", onClick: tagIt }),
    /* @__PURE__ */ a4(Button, { remote: !0, label: t4("act.compare"), icon: "compare", bare: !0, keys: "=", onClick: () => {
      compare2();
    } }),
    /* @__PURE__ */ a4(Button, { remote: !0, label: t4("act.delete"), icon: "trash", bare: !0, kind: "danger", keys: "#", onClick: remove })
  ] });
}
function Defects({ message: message3 }) {
  let defects = message3.defects ?? [];
  return defects.length === 0 ? null : /* @__PURE__ */ a4("details", { class: "notebar", children: [
    /* @__PURE__ */ a4("summary", { children: [
      /* @__PURE__ */ a4(Icon, { name: "warn" }),
      " ",
      t4("msg.defects", { n: defects.length })
    ] }),
    /* @__PURE__ */ a4("ul", { children: defects.map((defect) => /* @__PURE__ */ a4("li", { children: defect }, defect)) })
  ] });
}
var LARGE = 2e6;
function Thumb({ id, file }) {
  return !/^image\/(?:png|jpeg|gif|webp)$/.test(file.type) || file.size > LARGE ? /* @__PURE__ */ a4(Icon, { name: icon(file) }) : /* @__PURE__ */ a4("img", { class: "thumb", src: partURL(id, file.part), alt: "", loading: "lazy", width: 28, height: 28 });
}
function Attachments({ message: message3 }) {
  let files = message3.attachments ?? [];
  return files.length === 0 ? null : /* @__PURE__ */ a4("ul", { class: "files", "aria-label": t4("parts.attachments"), children: files.map((file) => {
    let name = file.filename || t4("parts.unnamed", { id: file.part });
    return /* @__PURE__ */ a4("li", { children: /* @__PURE__ */ a4("a", { download: name, ...leading(partURL(message3.id, file.part), t4("parts.download", { name }), `${t4("parts.download", { name })} (${file.type})`), children: [
      /* @__PURE__ */ a4(Thumb, { id: message3.id, file }),
      /* @__PURE__ */ a4("span", { class: "name", dir: "auto", children: name }),
      /* @__PURE__ */ a4("span", { class: "n", children: size(file.size) })
    ] }) }, file.part);
  }) });
}

// src/views/message/fold.ts
var BASE64 = /^[A-Za-z0-9+/]{40,}={0,2}$/;
function linesOf(text2) {
  let lines = text2.split(`
`);
  if (lines.length > 1 && lines[lines.length - 1] === "" && lines.pop(), text2.includes("\r")) for (let at2 = 0; at2 < lines.length; at2++) lines[at2].endsWith("\r") && (lines[at2] = lines[at2].slice(0, -1));
  return lines;
}
function fold(lines, open2) {
  let out = [];
  for (let at2 = 0; at2 < lines.length; ) {
    let end = at2;
    for (; end < lines.length && BASE64.test(lines[end]); ) end++;
    if (end > at2 && /^[A-Za-z0-9+/]+={0,2}$/.test(lines[end] ?? "") && end++, end - at2 > 12 && !open2.has(at2)) {
      out.push({ at: at2, text: "", folded: end - at2 }), at2 = end;
      continue;
    }
    for (let stop = Math.max(end, at2 + 1); at2 < stop; at2++) out.push({ at: at2, text: lines[at2], folded: 0 });
  }
  return out;
}

// src/views/message/highlight.ts
var TOKENS = /<!--.*?(?:-->|$)|<![^>]*>?|<\/?[a-z][\w:-]*|\/?>|[\w:@-]+(?==)|"[^"]*"?|'[^']*'?|&(?:#\w+|\w+);/gi;
function html(line) {
  if (line.length > 4e3) return [{ kind: "", text: line }];
  let out = [], end = 0, inside = !/^[^<]*</.test(line) && /^[^<]*>/.test(line), plain = (upto) => upto > end && out.push({ kind: "", text: line.slice(end, upto) });
  for (let match of line.matchAll(TOKENS)) {
    let kind = kindOf2(match[0], inside);
    match[0].startsWith("<") && kind === "tag" && (inside = !0), match[0].endsWith(">") && (inside = !1), kind && (plain(match.index), out.push({ kind, text: match[0] }), end = match.index + match[0].length);
  }
  return plain(line.length), out;
}
function kindOf2(text2, inside) {
  return text2.startsWith("<!") ? "comment" : text2.startsWith("<") || text2.endsWith(">") ? "tag" : text2.startsWith("&") ? "entity" : inside ? /^["']/.test(text2) ? "value" : "name" : "";
}

// src/views/message/SourceTab.tsx
var LINE = 18, LONG = 1e6, BEGINNING = 2e5;
function SourceTab({ message: message3, as }) {
  let { id } = message3, { form: asked4, line } = route.value, form = as ?? asked4, forms = FORMS.filter((one) => one === "raw" || message3[one] || message3[`${one}Size`]), now2 = forms.includes(form) ? form : "raw", [early, setEarly] = d2({ id: "", text: "" }), { data, problem: problem2, again } = useFetched(`source ${id} ${now2}`, async (signal) => now2 !== "raw" ? message3[now2] || body(id, now2, signal) : (message3.size > LONG && setEarly({ id, text: await source(id, signal, BEGINNING) }), source(id, signal))), text2 = data ?? (now2 === "raw" && early.id === id ? early.text : void 0);
  return problem2 && !text2 ? /* @__PURE__ */ a4(Failure, { text: t4("source.failed"), why: problem2, again }) : text2 ? /* @__PURE__ */ a4($, { children: [
    problem2 && data === void 0 && /* @__PURE__ */ a4(Failure, { text: t4("source.failed"), why: problem2, again }),
    /* @__PURE__ */ a4(Text, { text: text2, form: now2, line, partial: data === void 0, children: [
      forms.length > 1 && !as && /* @__PURE__ */ a4(Segments, { label: t4("source.form"), options: forms.map((value) => ({ value, text: t4(`source.${value}`) })), value: now2, onChange: (value) => go({ tab: "source", form: value, line: 0 }, !0) }),
      now2 === "raw" && /* @__PURE__ */ a4(LinkButton, { remote: !0, label: t4("source.file"), icon: "down", href: rawURL(id), download: `${id}.eml` })
    ] }, now2)
  ] }) : data === "" ? /* @__PURE__ */ a4("p", { class: "dim pad", children: t4("text.none") }) : /* @__PURE__ */ a4(Waiting, {});
}
function Text({ text: text2, form, line = 0, partial, children }) {
  let [find2, setFind] = d2(""), [at2, setAt] = d2(0), [open2, setOpen] = d2(/* @__PURE__ */ new Set()), lines = w2(() => linesOf(text2), [text2]), hits2 = w2(() => {
    let want = find2.toLowerCase();
    return want ? lines.flatMap((line2, index) => line2.toLowerCase().includes(want) ? [index] : []) : [];
  }, [lines, find2]), shown = w2(() => find2 || line || form !== "raw" ? lines.map((line2, index) => ({ at: index, text: line2, folded: 0 })) : fold(lines, open2), [lines, open2, !!(find2 || line), form]);
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("div", { class: "toolbar", children: [
      children,
      /* @__PURE__ */ a4("span", { class: "dim", "aria-busy": partial || void 0, children: t4(partial ? "source.partial" : "source.lines", { n: lines.length }) }),
      /* @__PURE__ */ a4("span", { class: "gap" }),
      /* @__PURE__ */ a4("form", { class: "finder", onSubmit: (event) => (event.preventDefault(), setAt((at2 + 1) % Math.max(1, hits2.length))), children: [
        /* @__PURE__ */ a4("input", { class: "inp", type: "search", "aria-label": t4("source.find"), placeholder: t4("source.find"), value: find2, onInput: (event) => (setFind(event.currentTarget.value), setAt(0)) }),
        /* @__PURE__ */ a4("span", { class: "n", role: "status", children: find2 && t4("source.hits", { at: hits2.length ? at2 + 1 : 0, n: hits2.length }) }),
        /* @__PURE__ */ a4(Button, { label: t4("source.before"), icon: "newer", bare: !0, kind: "quiet", disabled: hits2.length === 0, onClick: () => setAt((at2 - 1 + hits2.length) % hits2.length) }),
        /* @__PURE__ */ a4(Button, { label: t4("source.next"), icon: "older", bare: !0, kind: "quiet", submit: !0, disabled: hits2.length === 0 })
      ] }),
      /* @__PURE__ */ a4(Button, { label: t4("act.copy"), icon: "copy", onClick: () => {
        copy(text2, t4("what.source"));
      } })
    ] }),
    /* @__PURE__ */ a4(Lines, { shown, of: lines.length, head: form === "raw" ? lines.indexOf("") : 0, form, found: find2 ? hits2[at2] ?? -1 : line - 1, unfold: (line2) => setOpen(/* @__PURE__ */ new Set([...open2, line2])) })
  ] });
}
function Lines({ shown, of, head, form, found, unfold }) {
  let element = T2(null), [top, setTop] = d2(0), [view2, setView] = d2(600);
  F2(() => {
    let sized = new ResizeObserver(() => setView(element.current.clientHeight));
    return sized.observe(element.current), () => sized.disconnect();
  }, []);
  let there = found < of;
  F2(() => {
    found >= 0 && there && (element.current.scrollTop = Math.max(0, (found - 4) * LINE));
  }, [found, there]);
  let metrics = { total: shown.length, row: LINE, view: view2 }, { start, end, y: y5 } = slice(top, metrics), numbers = { width: `${String(of).length + 1}ch` };
  return /* @__PURE__ */ a4("div", { class: "source", ref: element, tabIndex: 0, role: "document", "aria-label": t4("source.label"), onScroll: (event) => setTop(event.currentTarget.scrollTop), children: /* @__PURE__ */ a4("div", { class: "spacer", style: { height: `${spacer(metrics)}px` }, children: /* @__PURE__ */ a4("div", { class: "lines", style: { transform: `translateY(${y5}px)` }, children: shown.slice(start, end).map((line) => /* @__PURE__ */ a4("div", { class: line.at === found ? "ln found" : "ln", children: [
    /* @__PURE__ */ a4("span", { class: "no", "aria-hidden": "true", style: numbers, children: line.at + 1 }),
    line.folded > 0 ? /* @__PURE__ */ a4("button", { type: "button", class: "unfold", onClick: () => unfold(line.at), children: t4("source.folded", { n: count(line.folded) }) }) : form === "html" ? /* @__PURE__ */ a4(Html, { text: cut2(line.text) }) : /* @__PURE__ */ a4(Line, { text: cut2(line.text), header: form === "raw" && (head < 0 || line.at < head), plain: form !== "raw" })
  ] }, line.at)) }) }) });
}
var WIDEST = 2e4;
function cut2(text2) {
  return text2.length > WIDEST ? `${text2.slice(0, WIDEST)} … ${t4("source.longer", { n: text2.length - WIDEST })}` : text2;
}
function Line({ text: text2, header, plain }) {
  let name = plain ? "" : /^[\x21-\x39\x3b-\x7e]+:/.exec(text2)?.[0];
  return header && name ? /* @__PURE__ */ a4("code", { children: [
    /* @__PURE__ */ a4("b", { children: name }),
    text2.slice(name.length)
  ] }) : /* @__PURE__ */ a4("code", { class: !plain && !header && /^--\S/.test(text2) ? "boundary" : void 0, children: text2 || " " });
}
function Html({ text: text2 }) {
  return /* @__PURE__ */ a4("code", { children: [
    html(text2).map(({ kind, text: run }, at2) => kind ? /* @__PURE__ */ a4("span", { class: `h-${kind}`, children: run }, at2) : run),
    text2 === "" && " "
  ] });
}

// src/parts/Linked.tsx
var URLS = /\bhttps?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}]/g;
function Linked({ text: text2 }) {
  let out = [], from = 0;
  for (let match of text2.matchAll(URLS))
    out.push(text2.slice(from, match.index)), out.push(
      /* @__PURE__ */ a4("a", { href: match[0], target: "_blank", rel: "noopener noreferrer nofollow", children: match[0] })
    ), from = match.index + match[0].length;
  return out.push(text2.slice(from)), /* @__PURE__ */ a4($, { children: out });
}

// src/views/message/TextTab.tsx
function TextTab({ message: message3 }) {
  let [wrap, setWrap] = d2(!0), text2 = w2(() => wrap && message3.flowed ? unflow(message3.text ?? "") : message3.text ?? "", [message3, wrap]);
  return huge(message3, "text") ? /* @__PURE__ */ a4(Huge, { message: message3, form: "text" }) : !message3.text && message3.textSize ? /* @__PURE__ */ a4(SourceTab, { message: message3, as: "text" }) : message3.text ? /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("div", { class: "toolbar", children: [
      /* @__PURE__ */ a4(Button, { label: t4("text.wrap"), pressed: wrap, onClick: () => setWrap(!wrap) }),
      message3.generated && /* @__PURE__ */ a4("span", { class: "dim", children: t4("text.generated") }),
      /* @__PURE__ */ a4("span", { class: "gap" }),
      /* @__PURE__ */ a4(Button, { label: t4("act.copy"), icon: "copy", onClick: () => {
        copy(message3.text, t4("tab.text"));
      } })
    ] }),
    /* @__PURE__ */ a4("div", { class: wrap ? "plain wrap" : "plain", tabIndex: 0, role: "document", "aria-label": t4("tab.text"), dir: "auto", children: blocks(text2).map((block, at2) => /* @__PURE__ */ a4(Shown, { block }, at2)) })
  ] }) : /* @__PURE__ */ a4("p", { class: "dim pad", children: t4("text.none") });
}
var LONG2 = 6;
function Shown({ block }) {
  let n3 = block.text.split(`
`).length;
  return block.quoted ? n3 <= LONG2 ? /* @__PURE__ */ a4("div", { class: "quoted", children: /* @__PURE__ */ a4(Linked, { text: block.text }) }) : /* @__PURE__ */ a4("details", { class: "quoted", children: [
    /* @__PURE__ */ a4("summary", { children: t4("text.quoted", { n: n3 }) }),
    /* @__PURE__ */ a4(Linked, { text: block.text })
  ] }) : /* @__PURE__ */ a4("div", { children: /* @__PURE__ */ a4(Linked, { text: block.text }) });
}
function blocks(text2) {
  let out = [];
  for (let line of text2.replace(/\r\n/g, `
`).split(`
`)) {
    let quoted2 = line.startsWith(">"), last = out[out.length - 1];
    last && last.quoted === quoted2 ? last.text += `
` + line : out.push({ quoted: quoted2, text: line });
  }
  return out;
}
function unflow(text2) {
  let out = [], depth = 0, flows = !1;
  for (let line of text2.replace(/\r\n/g, `
`).split(`
`)) {
    let quote = /^>*/.exec(line)[0], rest = line.slice(quote.length).replace(/^ /, "");
    flows && quote.length === depth && rest !== "-- " ? out[out.length - 1] += rest : out.push(quote ? `${quote} ${rest}` : rest), depth = quote.length, flows = rest.endsWith(" ") && rest !== "-- ";
  }
  return out.join(`
`);
}

// src/views/message/MessagePane.tsx
function MessagePane() {
  let { id, message: message3, problem: problem2, lost } = messages.shown.value, busy2 = messages.coming.value !== "" && messages.coming.value === route.value.id, pane = T2(null);
  return A2(() => {
    pane.current?.scrollTo(0, 0);
  }, [id]), /* @__PURE__ */ a4("article", { class: "msg", "aria-label": t4("msg.label"), "aria-busy": busy2 || void 0, ref: pane, children: [
    route.value.id ? /* @__PURE__ */ a4(Bar, {}) : /* @__PURE__ */ a4(Nothing, {}),
    busy2 && !message3 && !problem2 && /* @__PURE__ */ a4(Waiting, {}),
    route.value.id && problem2 && (problem2.status === 404 ? /* @__PURE__ */ a4(Gone, { lost }) : /* @__PURE__ */ a4(Failed, { text: problem2.text })),
    route.value.id && message3 && /* @__PURE__ */ a4($, { children: [
      /* @__PURE__ */ a4(MessageHeader, { message: message3 }),
      /* @__PURE__ */ a4(Body, { message: message3 })
    ] })
  ] });
}
function Bar() {
  let index = useComputed(() => (inbox.version.value, inbox.rows.indexOf(route.value.id))).value;
  return /* @__PURE__ */ a4("div", { class: "msgbar", children: [
    /* @__PURE__ */ a4(Button, { label: t4("act.back"), icon: "back", bare: !0, kind: "quiet", keys: "u", onClick: back }),
    /* @__PURE__ */ a4("span", { class: "gap" }),
    index >= 0 && /* @__PURE__ */ a4("span", { class: "n", children: t4("msg.position", { at: index + 1, n: inbox.rows.total }) }),
    /* @__PURE__ */ a4(Button, { label: t4("act.newer"), icon: "newer", bare: !0, kind: "quiet", keys: "]", disabled: index <= 0, onClick: () => step(-1) }),
    /* @__PURE__ */ a4(Button, { label: t4("act.older"), icon: "older", bare: !0, kind: "quiet", keys: "[", disabled: index < 0 || index + 1 >= inbox.rows.total, onClick: () => step(1) })
  ] });
}
function Nothing() {
  return /* @__PURE__ */ a4("div", { class: "state", children: [
    /* @__PURE__ */ a4("p", { children: t4("msg.none") }),
    /* @__PURE__ */ a4("p", { class: "dim", children: [
      t4("msg.noneHint"),
      " ",
      /* @__PURE__ */ a4("kbd", { children: "j" }),
      " ",
      /* @__PURE__ */ a4("kbd", { children: "Enter" })
    ] })
  ] });
}
function Gone({ lost }) {
  inbox.version.value;
  let next = after(lost);
  return /* @__PURE__ */ a4("div", { class: "state", role: "alert", children: [
    /* @__PURE__ */ a4("p", { children: lost ? t4("msg.goneAt", { time: moment(lost.at, now.value) }) : t4("msg.gone") }),
    !lost && /* @__PURE__ */ a4("p", { class: "dim", children: t4("msg.goneHint") }),
    next && /* @__PURE__ */ a4(Button, { label: t4(lost ? "msg.openNext" : "msg.openNewest"), icon: "mail", kind: "primary", onClick: () => open(next.id, !0) }),
    next && /* @__PURE__ */ a4("p", { class: "dim", children: /* @__PURE__ */ a4("bdi", { children: next.subj || t4("row.noSubject") }) }),
    lost?.recipient && /* @__PURE__ */ a4(Button, { label: t4("msg.sameRecipient", { address: lost.recipient }), icon: "search", onClick: () => search(`rcpt:${quoted(lost.recipient)}`) }),
    /* @__PURE__ */ a4(Button, { label: t4("act.back"), kind: "quiet", onClick: back })
  ] });
}
var MOST6 = 2e3;
function after(lost) {
  let { rows: rows2 } = inbox;
  for (let at2 = 0; lost && at2 < Math.min(rows2.total, MOST6); at2++) {
    let row = rows2.at(at2);
    if (row && row.seq < lost.uid) return row;
  }
  return rows2.at(0);
}
function Failed({ text: text2 }) {
  return /* @__PURE__ */ a4("div", { class: "state failure", role: "alert", children: [
    /* @__PURE__ */ a4("p", { children: t4("msg.failed") }),
    /* @__PURE__ */ a4("p", { class: "dim", children: text2 }),
    /* @__PURE__ */ a4(Button, { label: t4("list.retry"), onClick: () => {
      messages.open(route.value.id);
    } }),
    /* @__PURE__ */ a4(Button, { label: t4("act.back"), kind: "quiet", onClick: back })
  ] });
}
function best(message3) {
  return message3.preview ? "html" : message3.text || !message3.defects?.length ? "text" : "source";
}
function items(message3) {
  return TABS.map((value) => {
    let item = { value, text: t4(`tab.${value}`) };
    return value === "html" && (item.void = !message3.preview), value === "text" && (item.void = !message3.text), value === "parts" && (item.count = message3.attachments?.length), item;
  });
}
function Body({ message: message3 }) {
  let tab = route.value.tab || best(message3);
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4(Tabs, { label: t4("msg.tabs"), id: "tab", items: items(message3), value: tab, onChange: setTab }),
    /* @__PURE__ */ a4("div", { class: "panel", "data-tab": tab, role: "tabpanel", id: "tab-panel", "aria-labelledby": `tab-${tab}`, children: /* @__PURE__ */ a4(Panel, { tab, message: message3 }) })
  ] });
}
function Panel({ tab, message: message3 }) {
  switch (tab) {
    case "html":
      return /* @__PURE__ */ a4(HtmlTab, { message: message3 });
    case "text":
      return /* @__PURE__ */ a4(TextTab, { message: message3 });
    case "source":
      return /* @__PURE__ */ a4(SourceTab, { message: message3 });
    default:
      return /* @__PURE__ */ a4(Later, { tab, message: message3 });
  }
}
function Later({ tab, message: message3 }) {
  let Shown2 = usePart(tab);
  return Shown2 === void 0 ? /* @__PURE__ */ a4(Waiting, {}) : Shown2 === "failed" ? /* @__PURE__ */ a4(Failure, { text: t4("screen.failed"), again: () => {
    fetchPart(tab);
  } }) : /* @__PURE__ */ a4(Shown2, { message: message3 });
}

// src/views/Notice.tsx
var STAY = 5e3, REGRET2 = 1e4;
function Notice() {
  let told2 = notice.value, [looked, setLooked] = d2(!1);
  A2(() => {
    if (!told2 || told2.bad || looked) return;
    let timer = setTimeout(() => notice.value = void 0, told2.undo ? REGRET2 : STAY);
    return () => clearTimeout(timer);
  }, [told2, looked]);
  let look = { onPointerEnter: () => setLooked(!0), onPointerLeave: () => setLooked(!1), onFocusIn: () => setLooked(!0), onFocusOut: () => setLooked(!1) };
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("div", { class: "toasts", role: told2?.bad ? "alert" : "status", children: told2 && /* @__PURE__ */ a4("div", { class: told2.bad ? "toast bad" : "toast", ...look, children: [
      /* @__PURE__ */ a4("span", { children: told2.text }),
      told2.undo && undo2.value && /* @__PURE__ */ a4(Button, { label: t4("undo.do"), kind: "quiet", class: "undo", keys: "z", onClick: () => {
        takeBack();
      } }),
      /* @__PURE__ */ a4(Button, { icon: "close", label: t4("act.close"), bare: !0, kind: "quiet", onClick: () => notice.value = void 0 })
    ] }) }),
    /* @__PURE__ */ a4("div", { class: "sr", "aria-live": "polite", children: announced.value })
  ] });
}

// src/views/Splitter.tsx
var LEAST = 340, MOST7 = 640, USUAL2 = 440, STEP = 20, clamp = (width) => Math.max(LEAST, Math.min(MOST7, Math.round(width)));
function Splitter() {
  let drag = (event) => {
    let handle = event.currentTarget;
    if (!handle.hasPointerCapture(event.pointerId)) return;
    let left2 = handle.previousElementSibling.getBoundingClientRect().left;
    prefer({ list: clamp(event.clientX - left2) });
  }, press = (event) => {
    let step2 = event.key === "ArrowLeft" ? -STEP : event.key === "ArrowRight" ? STEP : 0;
    step2 && (event.preventDefault(), prefer({ list: clamp(prefs.value.list + step2) }));
  };
  return /* @__PURE__ */ a4(
    "div",
    {
      class: "splitter",
      role: "separator",
      tabIndex: 0,
      "aria-orientation": "vertical",
      "aria-label": t4("pane.resize"),
      "aria-valuemin": LEAST,
      "aria-valuemax": MOST7,
      "aria-valuenow": prefs.value.list,
      onPointerDown: (event) => event.currentTarget.setPointerCapture(event.pointerId),
      onPointerMove: drag,
      onKeyDown: press,
      onDblClick: () => prefer({ list: USUAL2 })
    }
  );
}

// src/views/Beside.tsx
function Beside({ screen }) {
  let Shown2 = usePart(screen);
  return Shown2 === void 0 || Shown2 === "failed" ? /* @__PURE__ */ a4("main", { class: "screen", id: "main", tabIndex: -1, children: Shown2 ? /* @__PURE__ */ a4(Failure, { text: t4("screen.failed"), again: () => {
    fetchPart(screen);
  } }) : /* @__PURE__ */ a4(Waiting, {}) }) : /* @__PURE__ */ a4(Shown2, {});
}

// src/views/StatusBar.tsx
function StatusBar() {
  let rate = inbox.rate.value;
  return A2(() => {
    if (!rate) return;
    let timer = setInterval(() => inbox.tally(), 1e3);
    return () => clearInterval(timer);
  }, [rate > 0]), /* @__PURE__ */ a4("footer", { class: "statusbar", "aria-label": t4("status.label"), children: [
    info2.value?.smtp && /* @__PURE__ */ a4("span", { children: t4("status.smtp", { address: info2.value.smtp }) }),
    info2.value?.imap && /* @__PURE__ */ a4("span", { children: t4("status.imap", { address: info2.value.imap }) }),
    rate > 0 && /* @__PURE__ */ a4("span", { class: "rate", children: t4("status.rate", { n: rate }) }),
    selection.size.value > 0 && /* @__PURE__ */ a4("span", { children: t4("status.selected", { n: selection.size.value }) }),
    /* @__PURE__ */ a4("span", { class: "gap" }),
    /* @__PURE__ */ a4("span", { children: t4("status.keys", { next: remapped("j"), previous: remapped("k"), search: remapped("/"), help: remapped("?") }) }),
    info2.value?.version && /* @__PURE__ */ a4("span", { children: info2.value.version })
  ] });
}
function BottomBar() {
  let items2 = [
    { icon: "mail", text: t4("nav.mail"), run: () => search(""), here: route.value.screen === "mail" && !filtered.value },
    { icon: "menu", text: t4("nav.open"), run: () => layer.value = "nav" },
    { icon: "search", text: t4("nav.search"), run: () => focusSearch() },
    { icon: inbox.paused.value ? "play" : "pause", text: inbox.paused.value ? t4("live.resume") : t4("live.pause"), run: pause },
    { icon: "dots", text: t4("nav.moreMenu"), run: () => layer.value = "more" }
  ];
  return /* @__PURE__ */ a4("nav", { class: "bottombar", "aria-label": t4("nav.main"), children: items2.map(({ icon: icon2, text: text2, run, here }) => /* @__PURE__ */ a4("button", { type: "button", "aria-current": here ? "page" : void 0, onClick: run, children: [
    /* @__PURE__ */ a4(Icon, { name: icon2 }),
    text2
  ] }, icon2)) });
}

// src/parts/Inked.tsx
var MOVES = ["scroll", "keydown", "keyup", "wheel", "blur", "pointermove", "dragover"];
function Inked({ text: text2, bad, box }) {
  let ink = T2(null), follow2 = () => {
    ink.current && box.current && (ink.current.style.transform = `translateX(${-box.current.scrollLeft}px)`);
  };
  return F2(follow2), A2(() => {
    let element = box.current, asked4 = 0, soon = () => {
      cancelAnimationFrame(asked4), asked4 = requestAnimationFrame(follow2);
    };
    for (let kind of MOVES) element.addEventListener(kind, soon, { passive: !0 });
    return document.addEventListener("selectionchange", soon), () => {
      cancelAnimationFrame(asked4);
      for (let kind of MOVES) element.removeEventListener(kind, soon);
      document.removeEventListener("selectionchange", soon);
    };
  }, []), /* @__PURE__ */ a4("span", { class: "ink", "aria-hidden": "true", children: /* @__PURE__ */ a4("span", { ref: ink, children: inked(text2, bad).map((piece, at2) => /* @__PURE__ */ a4("span", { class: [piece.ink && `ink-${piece.ink}`, piece.bad && "bad"].filter(Boolean).join(" ") || void 0, children: piece.text }, at2)) }) });
}

// src/views/Search.tsx
var REST3 = 80, OFFERS = 8;
async function offers(q2, caret, signal) {
  let term = termAt(q2, caret), want = wanted(q2.slice(term.from, caret));
  return want ? "fields" in want ? want.fields.slice(0, OFFERS).map((name) => ({ text: `${name}:`, shown: `${name}:` })) : "values" in want ? want.values.slice(0, OFFERS).map((value) => ({ text: `${want.field}:${value}`, shown: value })) : (await facets(want.facet, want.prefix, OFFERS, signal)).filter(({ value }) => value.toLowerCase() !== want.prefix).map(({ value, total }) => ({ text: `${want.field}:${quoted(value)}`, shown: value, n: total })) : [];
}
function useOffers() {
  let [list2, setList] = d2([]), [picked, setPicked] = d2(-1), asking = T2(void 0), set = (next) => (setList(next), setPicked(-1));
  return { list: list2, picked, setPicked, ask: (q2, caret) => {
    asking.current?.abort();
    let mine = asking.current = new AbortController();
    offers(q2, caret, mine.signal).then((found) => mine.signal.aborted || set(found), () => {
    });
  }, close: () => (asking.current?.abort(), set([])) };
}
function Search() {
  let { q: q2 } = view.value, [text2, setText] = d2(q2), [composing, setComposing] = d2(!1), timer = T2(0), typed = T2(!1), box = T2(null), offer2 = useOffers(), asked4 = T2(q2);
  A2(() => {
    let now2 = view.peek().q;
    now2 !== asked4.current && setText(asked4.current = now2);
  }, [q2]);
  let look = (value) => {
    clearTimeout(timer.current), asked4.current = value.trim(), refine({ q: asked4.current }, typed.current), typed.current = !0;
  }, input = (value) => {
    setText(value), offer2.ask(value, box.current.selectionStart ?? value.length), clearTimeout(timer.current), value.trim().length !== 1 && !/(?:^|\s)[\w-]+:$/.test(value) && (timer.current = window.setTimeout(() => look(value), REST3));
  }, take = (one) => {
    let element = box.current, done = complete(text2, termAt(text2, element.selectionStart ?? text2.length), one.text);
    element.value = done.q, element.setSelectionRange(done.caret, done.caret), input(done.q), element.focus();
  }, press = (event) => {
    if (event.isComposing) return;
    let open2 = offer2.list.length > 0, picked = offer2.list[offer2.picked];
    if (event.key === "Escape")
      open2 ? offer2.close() : text2 ? (setText(""), look("")) : stage.focus();
    else if (open2 && event.key === "ArrowDown") offer2.setPicked(Math.min(offer2.picked + 1, offer2.list.length - 1));
    else if (open2 && event.key === "ArrowUp") offer2.setPicked(Math.max(offer2.picked - 1, -1));
    else if (picked && (event.key === "Enter" || event.key === "Tab")) take(picked);
    else if (event.key === "ArrowDown") stage.focus();
    else return;
    event.preventDefault();
  }, submit = (event) => {
    event.preventDefault(), offer2.close(), look(text2), stage.focus();
  }, { status, position } = inbox.problem.value, bad = status === 400 && route.value.screen === "mail", place2 = bad && text2.trim() === q2 ? placed(q2, prefs.value.mine, position) + text2.length - text2.trimStart().length : -1;
  return /* @__PURE__ */ a4("form", { class: bad ? "search bad" : "search", role: "search", onSubmit: submit, onFocusOut: (event) => event.currentTarget.contains(event.relatedTarget) || offer2.close(), children: [
    /* @__PURE__ */ a4(Icon, { name: "search" }),
    /* @__PURE__ */ a4("span", { class: composing ? "typing plain" : "typing", dir: "ltr", children: [
      /* @__PURE__ */ a4(
        "input",
        {
          id: "search",
          ref: box,
          type: "text",
          role: "combobox",
          enterkeyhint: "search",
          autocomplete: "off",
          autocapitalize: "off",
          spellcheck: !1,
          "aria-label": t4("search.label"),
          "aria-expanded": offer2.list.length > 0,
          "aria-controls": "search-offers",
          "aria-autocomplete": "list",
          "aria-activedescendant": offer2.picked >= 0 ? `offer-${offer2.picked}` : void 0,
          "aria-invalid": bad || void 0,
          "aria-describedby": bad ? "search-hint" : void 0,
          placeholder: t4("search.hint"),
          value: text2,
          onFocus: () => typed.current = !1,
          onInput: (event) => input(event.currentTarget.value),
          onKeyDown: press,
          onCompositionStart: () => setComposing(!0),
          onCompositionEnd: () => setComposing(!1)
        }
      ),
      /* @__PURE__ */ a4(Inked, { text: text2, bad: position ? place2 : -1, box })
    ] }),
    text2 ? /* @__PURE__ */ a4($, { children: [
      /* @__PURE__ */ a4("button", { type: "button", class: "btn quiet bare", title: t4("view.save"), onClick: () => layer.value = "save", children: [
        /* @__PURE__ */ a4(Icon, { name: "save" }),
        /* @__PURE__ */ a4("span", { class: "sr", children: t4("view.save") })
      ] }),
      /* @__PURE__ */ a4("button", { type: "button", class: "btn quiet bare", title: t4("search.clear"), onClick: () => (setText(""), look("")), children: [
        /* @__PURE__ */ a4(Icon, { name: "close" }),
        /* @__PURE__ */ a4("span", { class: "sr", children: t4("search.clear") })
      ] })
    ] }) : /* @__PURE__ */ a4("kbd", { "aria-hidden": "true", children: "/" }),
    /* @__PURE__ */ a4("ul", { class: "offers", id: "search-offers", role: "listbox", "aria-label": t4("search.offers"), hidden: offer2.list.length === 0, children: offer2.list.map((one, at2) => /* @__PURE__ */ a4("li", { id: `offer-${at2}`, role: "option", "aria-selected": at2 === offer2.picked, onPointerDown: (event) => (event.preventDefault(), take(one)), children: [
      /* @__PURE__ */ a4("span", { class: "name", children: one.shown }),
      one.n !== void 0 && /* @__PURE__ */ a4("span", { class: "n", children: count(one.n) })
    ] }, one.text)) })
  ] });
}

// src/views/TopBar.tsx
function TopBar() {
  let home = (event) => {
    event.ctrlKey || event.metaKey || (event.preventDefault(), search(""));
  };
  return /* @__PURE__ */ a4("header", { class: "head", children: [
    /* @__PURE__ */ a4("a", { class: "skip", href: "#main", onClick: (event) => (event.preventDefault(), stage.focus()), children: t4("app.skip") }),
    /* @__PURE__ */ a4(Strip, {}),
    /* @__PURE__ */ a4("div", { class: "top", children: [
      /* @__PURE__ */ a4(Button, { label: t4("nav.open"), icon: "menu", bare: !0, kind: "quiet", class: "drawer", onClick: () => layer.value = "nav" }),
      /* @__PURE__ */ a4("a", { class: "brand", href: href({}), onClick: home, children: "mailsink" }),
      /* @__PURE__ */ a4(Environment, {}),
      /* @__PURE__ */ a4(Search, {}),
      /* @__PURE__ */ a4(LiveChip, {}),
      /* @__PURE__ */ a4(ThemeButton, {}),
      /* @__PURE__ */ a4(Button, { label: t4("act.keys"), icon: "keys", bare: !0, kind: "quiet", class: "wide", keys: "?", onClick: () => layer.value = "keys" })
    ] })
  ] });
}
function Environment() {
  let environment = info2.value?.environment;
  return environment?.name ? /* @__PURE__ */ a4("span", { class: "environment", children: environment.name }) : null;
}
function Strip() {
  let environment = info2.value?.environment;
  return environment?.name ? /* @__PURE__ */ a4("div", { class: "strip", style: { background: environment.color || void 0 } }) : null;
}
function LiveChip() {
  let waiting = inbox.waiting.value;
  return cut.value ? /* @__PURE__ */ a4(Lost, {}) : inbox.missed.value ? /* @__PURE__ */ a4(Chip2, { kind: "catching", text: t4("live.catching", { n: inbox.missed.value }) }) : inbox.paused.value ? /* @__PURE__ */ a4(Chip2, { kind: "paused", text: waiting ? t4("live.pausedN", { n: waiting }) : t4("live.paused") }) : /* @__PURE__ */ a4(Chip2, { kind: "live", text: t4("live.live") });
}
function Lost() {
  let tick = useSignal(0);
  A2(() => {
    let timer = setInterval(() => tick.value++, 1e3);
    return () => clearInterval(timer);
  }, []), tick.value;
  let left2 = Math.ceil((inbox.retry.value - performance.now()) / 1e3);
  return /* @__PURE__ */ a4("span", { role: "status", children: /* @__PURE__ */ a4("button", { type: "button", class: "chip offline", title: t4("live.tryNow"), onClick: () => inbox.hurry(), children: [
    /* @__PURE__ */ a4("span", { class: "mark", "aria-hidden": "true" }),
    t4("live.offline"),
    left2 > 0 && /* @__PURE__ */ a4("span", { class: "when", "aria-hidden": "true", children: t4("live.retryIn", { n: left2 }) })
  ] }) });
}
function Chip2({ kind, text: text2 }) {
  return /* @__PURE__ */ a4("span", { class: `chip ${kind}`, role: "status", children: [
    /* @__PURE__ */ a4("span", { class: "mark", "aria-hidden": "true" }),
    text2
  ] });
}
var NEXT = { auto: "light", light: "dark", dark: "auto" }, ICONS = { auto: "auto", light: "sun", dark: "moon" };
function ThemeButton() {
  let { theme } = prefs.value, label = `${t4("theme.label")}: ${t4(`theme.${theme}`)}`;
  return /* @__PURE__ */ a4(Button, { label, icon: ICONS[theme], bare: !0, kind: "quiet", class: "wide", onClick: () => prefer({ theme: NEXT[theme] }) });
}

// src/views/Shell.tsx
function Shell() {
  let { screen, id, name } = route.value;
  return /* @__PURE__ */ a4("div", { class: "app", "data-screen": screen, "data-pane": id || screen === "sessions" && name ? "msg" : "list", children: [
    /* @__PURE__ */ a4(TopBar, {}),
    /* @__PURE__ */ a4("div", { class: "cols", style: { "--list": `${prefs.value.list}px` }, children: [
      /* @__PURE__ */ a4("nav", { class: "nav side", "aria-label": t4("nav.label"), children: /* @__PURE__ */ a4(Nav, {}) }),
      screen === "mail" ? /* @__PURE__ */ a4(Mail, {}) : /* @__PURE__ */ a4(Beside, { screen })
    ] }),
    /* @__PURE__ */ a4(StatusBar, {}),
    /* @__PURE__ */ a4(BottomBar, {}),
    /* @__PURE__ */ a4(Notice, {}),
    /* @__PURE__ */ a4(Layers, {})
  ] });
}
function Mail() {
  let bare = blank.value && !route.value.id;
  return /* @__PURE__ */ a4("main", { class: bare ? "main blank" : "main", id: "main", tabIndex: -1, children: [
    /* @__PURE__ */ a4("h1", { class: "sr", children: title() }),
    /* @__PURE__ */ a4(ListPane, {}),
    /* @__PURE__ */ a4(Splitter, {}),
    bare ? /* @__PURE__ */ a4(Empty, {}) : /* @__PURE__ */ a4(MessagePane, {})
  ] });
}

// src/diff.ts
var TOKEN = "(?=[\\w-]*\\d)\\b[\\w-]{6,}\\b|", REST4 = "\\d+(?:[.,:]\\d+)+|[\\p{L}\\p{N}_]+|[^\\s\\p{L}\\p{N}_]";
function words(text2, { numbers, space } = {}) {
  return text2.match(new RegExp(`${space ? "\\s+" : "\\r?\\n|[^\\S\\n]+"}|${numbers ? TOKEN : ""}${REST4}`, "gu")) ?? [];
}
function key(word, { numbers, space }) {
  return space && /^\s/.test(word) ? " " : numbers && /\d/.test(word) ? "#" : word === `\r
` ? `
` : word;
}
function compared(a5, b3, ignored = {}) {
  let [from, to] = [words(a5, ignored), words(b3, ignored)], [left2, right] = [0, 0], changes = edits(from.map((word) => key(word, ignored)), to.map((word) => key(word, ignored)));
  return join(changes.map(({ side }) => {
    let before = side <= 0 ? from[left2++] : "";
    return { side, text: side < 0 ? before : to[right++] };
  }));
}
function diff(a5, b3) {
  return join(edits(a5, b3));
}
function edits(a5, b3) {
  let start = 0;
  for (; start < a5.length && start < b3.length && a5[start] === b3[start]; ) start++;
  let end = 0;
  for (; end < a5.length - start && end < b3.length - start && a5[a5.length - 1 - end] === b3[b3.length - 1 - end]; ) end++;
  let middle = trace(a5.slice(start, a5.length - end), b3.slice(start, b3.length - end));
  return [...a5.slice(0, start).map(same), ...middle, ...a5.slice(a5.length - end).map(same)];
}
var same = (text2) => ({ side: 0, text: text2 });
function trace(a5, b3) {
  let [n3, m5] = [a5.length, b3.length], most = Math.min(n3 + m5, 4e3), ends = [], v4 = new Int32Array(2 * most + 3);
  for (let d5 = 0; d5 <= most; d5++) {
    ends.push(v4.slice());
    for (let k4 = -d5; k4 <= d5; k4 += 2) {
      let at2 = k4 + most + 1, x3 = k4 === -d5 || k4 !== d5 && v4[at2 - 1] < v4[at2 + 1] ? v4[at2 + 1] : v4[at2 - 1] + 1;
      for (; x3 < n3 && x3 - k4 < m5 && a5[x3] === b3[x3 - k4]; ) x3++;
      if (v4[at2] = x3, x3 >= n3 && x3 - k4 >= m5) return back2(a5, b3, ends, most);
    }
  }
  return [...a5.map((text2) => ({ side: -1, text: text2 })), ...b3.map((text2) => ({ side: 1, text: text2 }))];
}
function back2(a5, b3, ends, most) {
  let out = [], [x3, y5] = [a5.length, b3.length];
  for (let d5 = ends.length - 1; d5 >= 0; d5--) {
    let v4 = ends[d5], k4 = x3 - y5, at2 = k4 + most + 1, down = k4 === -d5 || k4 !== d5 && v4[at2 - 1] < v4[at2 + 1], before = d5 === 0 ? 0 : down ? v4[at2 + 1] : v4[at2 - 1], floor = d5 === 0 ? 0 : before - (down ? k4 + 1 : k4 - 1);
    for (; x3 > before && y5 > floor && x3 > 0 && y5 > 0 && a5[x3 - 1] === b3[y5 - 1]; )
      out.push(same(a5[--x3])), y5--;
    if (d5 === 0) break;
    down ? out.push({ side: 1, text: b3[--y5] }) : out.push({ side: -1, text: a5[--x3] });
  }
  return out.reverse();
}
function join(changes) {
  let out = [];
  for (let change of changes) {
    let last = out[out.length - 1];
    last && last.side === change.side ? last.text += change.text : out.push({ ...change });
  }
  return out;
}

// src/parts/MyAddresses.tsx
function MyAddresses() {
  let [text2, setText] = d2(""), { mine } = prefs.value;
  return /* @__PURE__ */ a4($, { children: [
    /* @__PURE__ */ a4("form", { onSubmit: (event) => {
      event.preventDefault(), text2 && !mine.includes(text2) && prefer({ mine: [...mine, text2] }), setText("");
    }, children: /* @__PURE__ */ a4("label", { children: [
      t4("mine.add"),
      /* @__PURE__ */ a4("span", { class: "one-line", children: [
        /* @__PURE__ */ a4("input", { class: "inp", value: text2, placeholder: "anna*@customers.example", autocomplete: "off", spellcheck: !1, onInput: (event) => setText(event.currentTarget.value.trim()) }),
        /* @__PURE__ */ a4(Button, { label: t4("tags.add"), submit: !0, disabled: !text2 })
      ] })
    ] }) }),
    mine.length > 0 && /* @__PURE__ */ a4("ul", { class: "lines-of", "aria-label": t4("mine.title"), children: mine.map((pattern) => /* @__PURE__ */ a4("li", { children: [
      /* @__PURE__ */ a4("code", { children: pattern }),
      /* @__PURE__ */ a4(Button, { label: t4("mine.drop", { pattern }), icon: "trash", bare: !0, kind: "quiet", onClick: () => prefer({ mine: mine.filter((one) => one !== pattern) }) })
    ] }, pattern)) })
  ] });
}

// src/parts/Rule.tsx
function Rule({ table, line }) {
  let where = line ? `${table}:${line}` : table;
  return /* @__PURE__ */ a4("code", { class: "rule", title: where, children: shorten(where) });
}
function shorten(where) {
  return where.replace(/^((?:[a-z]+:)*)\/(?:[^/:]*\/)+/, "$1");
}

// src/save.ts
function save(name, text2, type = "text/plain") {
  let link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text2], { type: `${type};charset=utf-8` })), link.download = name, link.click(), setTimeout(() => URL.revokeObjectURL(link.href), 1e3);
}

// src/parts/Transcript.tsx
var LONG3 = 250;
function Transcript({ of, open: open2 }) {
  return /* @__PURE__ */ a4("div", { class: "transcript", children: [
    /* @__PURE__ */ a4("div", { class: "said", tabIndex: 0, role: "document", "aria-label": t4("session.transcript"), children: /* @__PURE__ */ a4("ol", { children: of.lines.flatMap((line, at2) => [
      of.dropped > 0 && at2 === of.head && /* @__PURE__ */ a4("li", { class: "left", children: t4("session.dropped", { n: of.dropped }) }, "left"),
      /* @__PURE__ */ a4(Line2, { line, pause: line.at - (of.lines[at2 - 1]?.at ?? line.at), address: refused(of.lines, at2) }, at2)
    ]) }) }),
    /* @__PURE__ */ a4("p", { class: "under-it", children: [
      /* @__PURE__ */ a4(Button, { label: t4("act.copy"), icon: "copy", onClick: () => {
        copy(text(of), t4("what.transcript"));
      } }),
      /* @__PURE__ */ a4(Button, { label: t4("session.download"), icon: "down", onClick: () => save(`session-${of.id}.txt`, text(of)) }),
      open2 && /* @__PURE__ */ a4(Link, { class: "btn", to: { screen: "sessions", name: of.id }, children: [
        /* @__PURE__ */ a4(Icon, { name: "session" }),
        " ",
        t4("session.whole")
      ] })
    ] })
  ] });
}
function Line2({ line, pause: pause2, address: address2 }) {
  let bad = line.from === "server" && /^[45]\d\d/.test(line.text), who = line.from === "note" ? "" : line.from === "client" ? "C" : "S";
  return /* @__PURE__ */ a4("li", { class: [line.from, bad && "bad"].filter(Boolean).join(" "), children: [
    /* @__PURE__ */ a4("span", { class: pause2 >= LONG3 ? "at slow" : "at", title: pause2 >= LONG3 ? t4("session.pause", { n: Math.round(pause2) }) : void 0, children: [
      "+",
      ms(line.at)
    ] }),
    /* @__PURE__ */ a4("span", { class: "side", "aria-hidden": "true", children: who }),
    /* @__PURE__ */ a4("span", { class: "sr", children: t4(`session.${line.from}`) }),
    /* @__PURE__ */ a4("code", { children: line.text }),
    bad && address2 && /* @__PURE__ */ a4(Link, { class: "try", to: { screen: "rules", address: address2 }, children: t4("rules.testThis") })
  ] });
}
function refused(lines, at2) {
  for (let before = at2 - 1; before >= 0; before--) {
    let line = lines[before];
    if (line.from === "client") return /^RCPT TO:\s*<([^>]+)>/i.exec(line.text)?.[1] ?? "";
  }
  return "";
}
function ms(at2) {
  return at2 < 10 ? at2.toFixed(1) : at2 < 1e4 ? String(Math.round(at2)) : `${(at2 / 1e3).toFixed(1)} s`;
}
function text(of) {
  let mark2 = { client: "C: ", server: "S: ", note: "# " };
  return of.lines.map((line) => `${line.at.toFixed(1).padStart(9)} ms  ${line.text.split(`
`).map((one) => mark2[line.from] + one).join(`
              `)}`).join(`
`) + `
`;
}

// src/store/draft.ts
var draft = y3(void 0);
function changed(one) {
  return one !== void 0 && one.text !== one.read;
}
function hitsOf(values, table) {
  let out = /* @__PURE__ */ new Map();
  for (let { value, total } of values) {
    let line = value.startsWith(`${table}:`) ? Number(value.slice(table.length + 1)) : NaN;
    line > 0 && out.set(line, total);
  }
  return out;
}
function marks(warnings, file) {
  let out = /* @__PURE__ */ new Map();
  for (let warning of warnings) {
    let match = /^(.*?):(\d+):\s*(.*)$/.exec(warning);
    match && file && match[1].endsWith(file) && out.set(Number(match[2]), match[3]);
  }
  return out;
}

export {
  $,
  Q,
  base,
  at,
  Problem,
  query,
  rows,
  message,
  authentication,
  putViews,
  sessions,
  session,
  info,
  facets,
  hits,
  fragmentURL,
  headers,
  tables,
  tableText,
  putTable,
  versions,
  versionText,
  reloadTables,
  askRules,
  stats,
  charts,
  waits,
  compose,
  injectTo,
  checks,
  visitLinks,
  d2 as d,
  A2 as A,
  T2 as T,
  w2 as w,
  y3 as y,
  THEMES,
  DENSITIES,
  PANES,
  LANGUAGES,
  CLOCKS,
  prefs,
  prefer,
  reset,
  dress,
  SCHEMES,
  SORTS,
  format,
  route,
  go,
  visit,
  href,
  follow,
  FIELDS,
  spoken,
  quoted,
  mineQuery,
  inbox,
  messages,
  facets2,
  selection,
  active,
  info2,
  saved,
  layer,
  now,
  named,
  view,
  boot,
  cut,
  onView,
  kindOf,
  earlier,
  direction,
  t4 as t,
  say,
  count,
  size,
  moment,
  instant,
  second,
  minute,
  ago,
  delay,
  tell,
  failed,
  search,
  WIDTHS,
  tagged,
  copy,
  focusSearch,
  logout2 as logout,
  bindings,
  stroke,
  FIXED,
  keysOf,
  taken,
  Keyboard,
  ALL,
  MINE2 as MINE,
  told,
  attend,
  compared,
  diff,
  a4 as a,
  Icon,
  Button,
  LinkButton,
  MyAddresses,
  Rule,
  shorten,
  save,
  Link,
  Transcript,
  draft,
  changed,
  hitsOf,
  marks,
  Tabs,
  useFetched,
  sample,
  Dialog,
  Segments,
  Stroke,
  RecipientChip,
  hue,
  Screen,
  Failure,
  Waiting,
  SANDBOX,
  previewed,
  PartsTab,
  compare3 as compare,
  Shell,
  fetchAll
};
