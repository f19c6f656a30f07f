// preact/preact.mjs
var n;
var t;
var r;
var u;
var i;
var f;
var o;
var e;
var l;
var c;
var a;
var s;
var h = /* @__PURE__ */ Symbol.for("pv");
var p = {};
var y = [];
var v = /^m(i|n|o|s|text|space)$/;
var w = Array.isArray;
var d = y.slice;
var _ = Object.assign;
function g(n2) {
  n2 && n2.parentNode && n2.remove();
}
function m(r3, u3, i3, f4, o4) {
  var e3 = { type: r3, props: u3, key: i3, ref: f4, __k: null, __: null, __b: 0, __e: null, __c: null, constructor: h, __v: o4 || ++t, __i: -1, __u: 0 };
  return !o4 && n.vnode && n.vnode(e3), e3;
}
function $(n2) {
  return n2.children;
}
function x(n2, t4) {
  this.props = n2, this.context = t4, this.__g = 0;
}
function S(n2, t4) {
  if (null == t4) return n2.__ && S(n2.__, n2.__i + 1);
  for (var r3; t4 < n2.__k.length; t4++) if ((r3 = n2.__k[t4]) && r3.__e) return r3.__e;
  return "function" != typeof n2.type || n2.props.__P ? null : S(n2);
}
function C(t4) {
  var r3, u3 = t4.__v, i3 = u3.__e, f4 = [], o4 = [], e3 = t4.__P;
  e3 && ((r3 = _({ constructor: h }, u3)).__v = u3.__v + 1, n.vnode && n.vnode(r3), z(e3, r3, u3, t4.__n, e3.namespaceURI, 32 & u3.__u ? [i3] : null, f4, i3 || S(u3), 32 & u3.__u, o4), r3.__v = u3.__v, r3.__.__k[r3.__i] = r3, E(f4, r3, o4), u3.__ = u3.__e = null, r3.__e != i3 && j(r3));
}
function j(n2) {
  if ((n2 = n2.__) && n2.__c && !n2.props.__P) return n2.__e = null, n2.__k.some(function(t4) {
    return t4 && (n2.__e = t4.__e);
  }), j(n2);
}
function L(t4) {
  (8 & t4.__g || (t4.__g |= 8, u.push(t4), f++)) && i == n.debounceRendering || ((i = n.debounceRendering) || queueMicrotask)(H);
}
function H() {
  try {
    for (var n2, t4 = 1; u.length; ) u.length > t4 && u.sort(o), n2 = u.shift(), t4 = u.length, 8 & n2.__g && C(n2);
  } finally {
    (f = u.length) && (i || queueMicrotask)(H);
  }
}
function I(n2, t4, r3, u3, i3, f4, o4, e3, l3, c3, a4) {
  var s3, h3, v3, w3, d3, _3, g3 = u3.__k || y, k2 = t4.length;
  for (l3 = q(r3, t4, g3, l3, k2), s3 = 0; s3 < k2; s3++) null != (v3 = r3.__k[s3]) && (h3 = ~v3.__i && g3[v3.__i] || p, v3.__i = s3, _3 = z(n2, v3, h3, i3, f4, o4, e3, l3, c3, a4), w3 = v3.__e, (h3.ref != v3.ref || 8 & h3.__u) && (h3.ref && G(h3.ref, null, v3, h3), v3.ref && a4.push(v3.ref, v3.__c || w3, v3)), d3 = d3 || w3, 4 & v3.__u ? (l3 = A(v3, l3, n2, !h3.__v), h3.__e && (h3.__e = null)) : "function" == typeof v3.type && void 0 !== _3 ? l3 = _3 : w3 && (l3 = w3.nextSibling), v3.__u &= -21);
  return r3.__e = d3, l3;
}
function q(n2, t4, r3, u3, i3) {
  var f4, o4, e3, l3, c3, a4, s3, p3, y3, v3 = r3.length, d3 = v3, _3 = 0, g3 = 0, k2 = n2.__k = Array(i3);
  for (f4 = 0; f4 < i3; f4++) null != (o4 = t4[f4]) && "boolean" != typeof o4 && "function" != typeof o4 ? ("object" != typeof o4 || o4.constructor === String ? o4 = k2[f4] = m(null, o4) : w(o4) ? o4 = k2[f4] = m($, { children: o4 }) : o4.constructor === h && o4.__b ? o4 = k2[f4] = m(o4.type, o4.props, o4.key, o4.ref, o4.__v) : k2[f4] = o4, l3 = f4 + _3, o4.__ = n2, o4.__b = n2.__b + 1, e3 = null, ~(c3 = o4.__i = P(o4, r3, l3, d3)) && (d3--, (e3 = r3[c3]) && (e3.__u |= 2)), e3 && e3.__v ? (o4.__u |= 16, c3 == l3 - 1 ? _3-- : c3 == l3 + 1 ? _3++ : c3 != l3 && (c3 > l3 ? _3-- : _3++, g3 = 1)) : (~c3 || (i3 > v3 ? _3-- : i3 < v3 && _3++), "function" != typeof o4.type && (o4.__u |= 4))) : k2[f4] = null;
  if (g3) {
    for (a4 = [], s3 = [], f4 = 0; f4 < i3; f4++) if ((o4 = k2[f4]) && 16 & o4.__u) {
      for (_3 = 0, p3 = a4.length; _3 < p3; ) a4[y3 = _3 + p3 >> 1] < o4.__i ? _3 = y3 + 1 : p3 = y3;
      a4[_3] = o4.__i, s3[f4] = _3 + 1;
    }
    for (_3 = a4.length; f4--; ) s3[f4] && (s3[f4] == _3 ? _3-- : k2[f4].__u |= 4);
  }
  if (d3) for (f4 = 0; f4 < v3; f4++) !(e3 = r3[f4]) || 2 & e3.__u || (e3.__e == u3 && (u3 = S(e3)), J(e3, e3));
  return u3;
}
function A(n2, t4, r3, u3) {
  var i3, f4, o4, e3;
  if ("function" == typeof n2.type) {
    if (n2.props.__P) return t4;
    if (i3 = n2.__k) for (f4 = 0; f4 < i3.length; f4++) i3[f4] && (i3[f4].__ = n2, t4 = A(i3[f4], t4, r3, false));
    return t4;
  }
  for (t4 && !t4.parentNode && (t4 = S(n2)) && !t4.parentNode && (t4 = null), o4 = n2.__e, e3 = t4; e3 && 8 == e3.nodeType; ) e3 = e3.nextSibling;
  for (o4 != e3 && (!u3 && r3.moveBefore && o4.parentNode ? r3.moveBefore(o4, t4) : r3.insertBefore(o4, t4 || null)), t4 = o4; (t4 = t4 && t4.nextSibling) && 8 == t4.nodeType && !t4.data.startsWith("$s"); ) ;
  return t4;
}
function P(n2, t4, r3, u3) {
  var i3, f4 = n2.key, o4 = n2.type, e3 = t4[r3], l3 = e3 && !(2 & e3.__u);
  if (null === e3 && null == f4 || l3 && f4 == e3.key && o4 == e3.type) return r3;
  if (u3 > (l3 ? 1 : 0)) {
    for (i3 = r3 - 1; i3 >= 0; i3--) if ((e3 = t4[i3]) && !(2 & e3.__u) && f4 == e3.key && o4 == e3.type) return i3;
    for (i3 = r3 + 1; i3 < t4.length; i3++) if ((e3 = t4[i3]) && !(2 & e3.__u) && f4 == e3.key && o4 == e3.type) return i3;
  }
  return -1;
}
function T(n2, t4, r3) {
  null == r3 && (r3 = ""), "-" == t4[0] ? n2.setProperty(t4, r3) : n2[t4] = r3;
}
function N(n2, t4, r3, u3, i3) {
  var f4, o4;
  if ("style" == t4) if ("string" == typeof r3) n2.style.cssText = r3;
  else {
    if ("string" == typeof u3 && (n2.style.cssText = u3 = ""), u3) for (t4 in u3) r3 && t4 in r3 || T(n2.style, t4);
    if (r3) for (t4 in r3) u3 && r3[t4] == u3[t4] || T(n2.style, t4, r3[t4]);
  }
  else if ("o" == t4[0] && "n" == t4[1]) "function" != typeof r3 && (r3 = null), "function" != typeof u3 && (u3 = null), (n2.__e || (n2.__e = {}))[t4] = r3, r3 && u3 || (o4 = a[t4] || (a[t4] = V(t4)), (n2.__a || (n2.__a = {}))[t4] = c, f4 = t4 != (t4 = t4.replace(l, "$1")), (t4 = t4.slice(2))[0] < "a" && (t4 = t4.toLowerCase()), r3 ? n2.addEventListener(t4, o4, f4) : n2.removeEventListener(t4, o4, f4));
  else {
    if ("http://www.w3.org/2000/svg" == i3) t4 = t4.replace(/xlink(H|:h)/, "h").replace(/sName$/, "s");
    else if ("width" != t4 && "height" != t4 && "href" != t4 && "list" != t4 && "form" != t4 && "tabIndex" != t4 && "download" != t4 && "rowSpan" != t4 && "colSpan" != t4 && "role" != t4 && "popover" != t4 && t4 in n2) try {
      return void (n2[t4] = null == r3 ? "" : r3);
    } catch (n3) {
    }
    if ("function" == typeof r3) return;
    null == r3 || false === r3 && "-" != t4[4] ? n2.removeAttribute(t4) : n2.setAttribute(t4, "popover" == t4 && 1 == r3 ? "" : r3);
  }
}
function V(t4) {
  return function(r3) {
    var u3 = this.__e;
    if (u3) {
      if (u3 = u3[t4], null == r3[e]) r3[e] = c++;
      else if (r3[e] < this.__a[t4]) return;
      return u3(n.event ? n.event(r3) : r3);
    }
  };
}
function z(t4, r3, u3, i3, f4, o4, e3, l3, c3, a4) {
  var s3, p3, v3, d3, k2, b, m3, M, C3, j3, L2, H2, q2, A3, O, P2, T3, N2, V2 = r3.type;
  if (r3.constructor !== h) return null;
  128 & u3.__u && (c3 = 32 & u3.__u, s3 = u3.__c.__z) && (r3.__u |= c3, p3 = o4 = [], 8 == s3.nodeType ? l3 = B(s3, o4) : o4.push(s3), l3 = o4[0] || l3), (s3 = n.__b) && s3(r3);
  n: if ("function" == typeof V2) {
    v3 = e3.length;
    try {
      if (M = r3.props, C3 = (s3 = V2.prototype) && s3.render, j3 = (s3 = V2.contextType) && i3[s3.__c], L2 = s3 ? j3 ? j3.props.value : s3.__ : i3, (d3 = u3.__c) ? (r3.__c = d3, 2 & d3.__g && (d3.__g |= 1)) : (C3 ? r3.__c = d3 = new V2(M, L2) : (r3.__c = d3 = new x(M, L2), d3.constructor = V2, d3.render = K), j3 && j3.sub(d3), d3.state || (d3.state = {}), d3.__n = i3, d3.__g |= 8, d3.__h = [], d3.__k = []), C3 && (d3.__s || (d3.__s = d3.state), V2.getDerivedStateFromProps && (d3.__s == d3.state && (d3.__s = _({}, d3.__s)), _(d3.__s, V2.getDerivedStateFromProps(M, d3.__s)))), k2 = d3.props, b = d3.state, d3.__v = r3, u3.__c) {
        if (M !== k2 && C3 && !V2.getDerivedStateFromProps && d3.componentWillReceiveProps && d3.componentWillReceiveProps(M, L2), r3.__v == u3.__v && !(8 & d3.__g) || !(4 & d3.__g) && d3.shouldComponentUpdate && false === d3.shouldComponentUpdate(M, d3.__s, L2)) {
          r3.__v != u3.__v && (d3.props = M, d3.state = d3.__s, d3.__g &= -9), r3.__e = u3.__e, r3.__k = u3.__k, r3.__k.some(function(n2) {
            n2 && (n2.__ = r3);
          }), y.push.apply(d3.__h, d3.__k), d3.__k = [], d3.__h.length && e3.push(d3), l3 = S(u3);
          break n;
        }
        d3.componentWillUpdate && d3.componentWillUpdate(M, d3.__s, L2), C3 && d3.componentDidUpdate && d3.__h.push(function() {
          d3.componentDidUpdate(k2, b, m3);
        });
      } else C3 && !V2.getDerivedStateFromProps && d3.componentWillMount && d3.componentWillMount(), C3 && d3.componentDidMount && d3.__h.push(d3.componentDidMount);
      d3.context = L2, d3.props = M, d3.__P = t4, d3.__g &= -5, H2 = n.__r, q2 = C3 ? 25 : 0;
      do {
        d3.__g &= -9, H2 && H2(r3), s3 = d3.render(d3.props, d3.state = d3.__s, d3.context);
      } while (8 & d3.__g && ++q2 < 25);
      C3 && (y.push.apply(d3.__h, d3.__k), d3.__k = []), d3.state = d3.__s, d3.getChildContext && (i3 = _({}, i3, d3.getChildContext())), C3 && u3.__c && d3.getSnapshotBeforeUpdate && (m3 = d3.getSnapshotBeforeUpdate(k2, b)), A3 = s3 && s3.type === $ && null == s3.key ? s3.props.children : s3, M.__P && (s3 = l3, f4 = (t4 = M.__P).namespaceURI, c3 = o4 = null, u3.props && u3.props.__P != t4 && (u3.__k.some(function(n2) {
        n2 && J(n2, n2);
      }), u3.__k = null), l3 = u3.__k ? S(u3, 0) : null), l3 = I(t4, w(A3) ? A3 : [A3], r3, u3, i3, f4, o4, e3, l3, c3, a4), M.__P && (r3.__e = null, l3 = s3), r3.__u &= -161, p3 && p3.some(g), d3.__h.length && e3.push(d3), 1 & d3.__g && (d3.__g &= -4);
    } catch (t5) {
      if (e3.length = v3, r3.__v = null, c3 || o4) if (t5 && t5.then) {
        if (r3.__u |= 128 | c3, o4) {
          for (~(T3 = o4.indexOf(l3 || void 0)) || (T3 = o4.length); (N2 = o4[T3 - 1]) && 8 == N2.nodeType; ) T3--;
          for (; T3 < o4.length; T3++) if (N2 = o4[T3]) if (o4[T3] = null, O) {
            if (N2 == P2) break;
          } else {
            if (8 != N2.nodeType) break;
            N2.data.startsWith("$s") && (P2 = B(O = N2));
          }
        }
        if (!O) {
          for (; l3 && 8 == l3.nodeType && l3.nextSibling; ) l3 = l3.nextSibling;
          O = l3;
        }
        (s3 = B(O = r3.__c.__z || (r3.__c.__z = O))) ? (r3.__e = O, l3 = s3) : r3.__e = l3, l3 = l3 && l3.nextSibling;
      } else o4 && o4.some(g);
      else r3.__e = u3.__e;
      r3.__k || (r3.__k = u3.__k || []), t5 && t5.then || D(r3), n.__e(t5, r3, u3);
    }
  } else l3 = r3.__e = F(u3.__e, r3, u3, i3, f4, o4, e3, c3, a4, t4);
  return (s3 = n.diffed) && s3(r3), l3;
}
function B(n2, t4) {
  if (n2 && 8 == n2.nodeType && n2.data.startsWith("$s")) for (var r3 = 1; n2 = n2.nextSibling; ) {
    if (8 == n2.nodeType) {
      if (n2.data.startsWith("$s")) r3++;
      else if (n2.data.startsWith("/$s") && !--r3) return n2;
    }
    t4 && t4.push(n2);
  }
}
function D(n2) {
  n2 && (n2.__c && (n2.__c.__g |= 4), n2.__k && n2.__k.some(D));
}
function E(t4, r3, u3) {
  for (var i3 = 0; i3 < u3.length; ) G(u3[i3++], u3[i3++], u3[i3++]);
  n.__c && n.__c(r3, t4), t4.some(function(r4) {
    try {
      t4 = r4.__h, r4.__h = [], t4.some(function(n2) {
        n2.call(r4);
      });
    } catch (t5) {
      n.__e(t5, r4.__v);
    }
  });
}
function F(t4, r3, u3, i3, f4, o4, e3, l3, c3, a4) {
  var s3, h3, y3, _3, k2, b, m3, M, $2 = u3.props || p, x2 = r3.props, C3 = r3.type;
  if ("svg" == C3 ? f4 = "http://www.w3.org/2000/svg" : "math" == C3 ? f4 = "http://www.w3.org/1998/Math/MathML" : f4 || (f4 = "http://www.w3.org/1999/xhtml"), o4) {
    for (s3 = 0; s3 < o4.length; s3++) if ((k2 = o4[s3]) && (C3 ? k2.localName == C3 : 3 == k2.nodeType)) {
      t4 = k2, o4[s3] = null;
      break;
    }
  }
  if (!t4) {
    if (M = a4.ownerDocument || document, !C3) return M.createTextNode(x2);
    t4 = M.createElementNS(f4, C3, x2.is ? x2 : a4), l3 && (n.__m && n.__m(r3, o4), l3 = false), o4 = null;
  }
  if (C3) {
    if (a4 = "template" == C3 && t4.content || t4, o4 = "textarea" == C3 && null != x2.defaultValue ? null : o4 && d.call(a4.childNodes), !l3 && o4) for ($2 = {}, s3 = 0; s3 < t4.attributes.length; s3++) $2[(k2 = t4.attributes[s3]).name] = k2.value;
    for (s3 in $2) k2 = $2[s3], "dangerouslySetInnerHTML" == s3 ? y3 = k2 : "children" == s3 || s3 in x2 || "value" == s3 && "defaultValue" in x2 || "checked" == s3 && "defaultChecked" in x2 || N(t4, s3, null, k2, f4);
    for (s3 in x2) k2 = x2[s3], "children" == s3 ? _3 = k2 : "dangerouslySetInnerHTML" == s3 ? h3 = k2 : "value" == s3 ? b = k2 : "checked" == s3 ? m3 = k2 : l3 && "function" != typeof k2 || $2[s3] === k2 || N(t4, s3, k2, $2[s3], f4);
    h3 ? (l3 || y3 && (h3.__html == y3.__html || h3.__html == t4.innerHTML) || (t4.innerHTML = h3.__html), r3.__k = []) : (y3 && (t4.textContent = ""), ("foreignObject" == C3 || "http://www.w3.org/1998/Math/MathML" == f4 && v.test(C3)) && (f4 = "http://www.w3.org/1999/xhtml"), I(a4, w(_3) ? _3 : [_3], r3, u3, i3, f4, o4, e3, o4 ? o4[0] : u3.__k && S(u3, 0), l3, c3), o4 && o4.some(g)), l3 && "textarea" != C3 || (s3 = "value", "progress" == C3 && null == b ? t4.removeAttribute(s3) : null == b || b === t4[s3] && ("progress" != C3 || b) || N(t4, s3, b, $2[s3], f4), s3 = "checked", null != m3 && m3 != t4[s3] && N(t4, s3, m3, $2[s3], f4));
  } else $2 === x2 || l3 && t4.data == x2 || (t4.data = x2);
  return t4;
}
function G(t4, r3, u3, i3) {
  try {
    "function" == typeof t4 ? r3 ? r3.__x = t4(r3) || 1 : i3 && (i3 = i3.__c || i3.__e) && (r3 = i3.__x) && (i3.__x = null, "function" == typeof r3 ? r3() : t4(null)) : t4.current = r3;
  } catch (t5) {
    n.__e(t5, u3);
  }
}
function J(t4, r3, u3) {
  var i3, f4, o4, e3;
  if (n.unmount && n.unmount(t4), !(i3 = t4.ref) || i3.current && i3.current != t4.__e || G(i3, null, r3, t4), i3 = t4.__c) {
    if (i3.componentWillUnmount) try {
      i3.componentWillUnmount();
    } catch (t5) {
      n.__e(t5, r3);
    }
    i3.__P = i3.__n = null;
  }
  if (i3 = t4.__k) for (e3 = 0; e3 < i3.length; e3++) i3[e3] && J(i3[e3], r3, "function" != typeof t4.type || u3 && !t4.props.__P);
  !u3 && (i3 = t4.__c) && (i3 = i3.__z) && (f4 = B(i3, o4 = [])) && (i3 == t4.__e && o4.some(g), g(f4), g(i3)), u3 || g(t4.__e), t4.__e = t4.__c = t4.__ = null;
}
function K(n2, t4, r3) {
  return this.constructor(n2, r3);
}
function Q(t4, r3) {
  var u3, i3, f4, o4;
  n.__ && n.__(t4, r3), 9 == r3.nodeType && (r3 = r3.documentElement), i3 = (u3 = t4 && 32 & t4.__u) ? null : r3.__k, r3.__k = m($, { children: [t4] }), f4 = [], o4 = [], z(r3, r3.__k, i3 || p, p, r3.namespaceURI, i3 ? null : r3.firstChild ? d.call(r3.childNodes) : null, f4, i3 ? i3.__e : r3.firstChild, u3, o4), E(f4, r3.__k, o4), r3.__k.props.children = null;
}
function U(n2) {
  function t4(n3) {
    var r3, u3;
    return this.getChildContext || (r3 = /* @__PURE__ */ new Set(), (u3 = {})[t4.__c] = this, this.getChildContext = function() {
      return u3;
    }, this.shouldComponentUpdate = function(n4) {
      this.props.value != n4.value && r3.forEach(function(n5) {
        n5.__g |= 4, L(n5);
      });
    }, this.sub = function(n4) {
      r3.add(n4);
      var t5 = n4.componentWillUnmount;
      n4.componentWillUnmount = function() {
        r3.delete(n4), t5 && t5.call(n4);
      };
    }), n3.children;
  }
  return t4.__c = "__cC" + s++, t4.__ = n2, t4.Provider = (t4.Consumer = function(n3, t5) {
    return n3.children(t5);
  }).contextType = t4, t4;
}
n = { __e: function(n2, t4, r3, u3) {
  for (var i3, o4, e3; t4 = t4.__; ) if ((i3 = t4.__c) && !(1 & i3.__g)) {
    i3.__g |= 4;
    try {
      if ((e3 = (o4 = i3.constructor) && o4.getDerivedStateFromError) && i3.setState(o4.getDerivedStateFromError(n2)), i3.componentDidCatch && (i3.componentDidCatch(n2, u3 || {}), e3 = 1), e3 && 8 & i3.__g) return void (i3.__g |= 2);
    } catch (t5) {
      n2 = t5;
    }
  }
  throw f = 0, n2;
} }, t = 0, r = function(n2) {
  return null != n2 && n2.constructor === h;
}, x.prototype.setState = function(n2, t4) {
  var r3 = this.__s;
  r3 && r3 != this.state || (r3 = this.__s = _({}, this.state)), "function" == typeof n2 && (n2 = n2(_({}, r3), this.props)), n2 && (_(r3, n2), this.__v && (t4 && this.__k.push(t4), L(this)));
}, x.prototype.forceUpdate = function(n2) {
  this.__v && (this.__g |= 4, n2 && this.__h.push(n2), L(this));
}, x.prototype.render = $, u = [], f = 0, o = function(n2, t4) {
  return n2.__v.__b - t4.__v.__b;
}, e = /* @__PURE__ */ Symbol(), l = /(PointerCapture)$|Capture$/i, c = 0, a = {}, s = 0;

// preact/hooks.mjs
var t2;
var r2;
var u2;
var i2;
var o2 = Object.is;
var f2 = 0;
var c2 = [];
var e2 = [];
var a2 = n;
var v2 = a2.__b;
var l2 = a2.__r;
var m2 = a2.diffed;
var h2 = a2.__c;
var s2 = a2.unmount;
var p2 = a2.__;
function y2(n2, t4) {
  a2.__h && a2.__h(r2, n2, f2 || t4), f2 = 0;
  var u3 = r2.__H || (r2.__H = { __: [], __h: [] });
  return n2 >= u3.__.length && u3.__.push({}), u3.__[n2];
}
function d2(n2) {
  return f2 = 1, _2(G2, n2);
}
function _2(n2, u3, i3) {
  var f4 = y2(t2++, 2);
  if (f4.t = n2, !f4.__c && (f4.__ = [i3 ? i3(u3) : G2(void 0, u3), function(n3) {
    var t4 = (f4.__N || f4.__)[0], r3 = f4.t(t4, n3);
    o2(t4, r3) || (f4.__N = [r3, f4.__[1]], f4.__c.setState({}));
  }], f4.__c = r2, !r2.__f)) {
    r2.__f = true;
    var c3 = r2.shouldComponentUpdate;
    r2.shouldComponentUpdate = function(n3, t4, r3) {
      var u4 = this.__H;
      if (!u4) return true;
      var i4 = false, f5 = this.props != n3;
      if (u4.__.some(function(n4) {
        n4.__N && (i4 = true, o2(n4.__[0], n4.__N[0]) || (f5 = true));
      }), c3) {
        var e3 = c3.call(this, n3, t4, r3);
        return i4 ? e3 || f5 : e3;
      }
      return !i4 || f5;
    };
  }
  return f4.__;
}
function A2(n2, u3) {
  var i3 = y2(t2++, 3);
  !a2.__s && E2(i3.__H, u3) && (i3.__P = true, i3.__ = n2, i3.u = u3, r2.__H.__h.push(i3));
}
function F2(n2, u3) {
  var i3 = y2(t2++, 4);
  !a2.__s && E2(i3.__H, u3) && (i3.__P = false, i3.__ = n2, i3.u = u3, r2.__h.push(i3));
}
function T2(n2) {
  return f2 = 5, w2(function() {
    return { current: n2 };
  }, []);
}
function w2(n2, r3) {
  var u3 = y2(t2++, 7);
  return E2(u3.__H, r3) && (u3.__ = n2(), u3.__H = r3), u3.__;
}
function j2(n2) {
  var u3 = r2.context[n2.__c], i3 = y2(t2++, 9);
  return i3.c = n2, u3 ? (null == i3.__ && (i3.__ = true, u3.sub(r2)), u3.props.value) : n2.__;
}
function g2() {
  var n2;
  do {
    for (; n2 = e2.shift(); ) try {
      C2(n2);
    } catch (t5) {
      a2.__e(t5, { __: (n2 = n2.__P) && n2.__v });
    }
    for (; n2 = c2.shift(); ) {
      var t4 = n2.__H;
      if (n2.__P && t4) try {
        t4.__h.some(C2), t4.__h.some(D2), t4.__h = [];
      } catch (r3) {
        t4.__h = [], a2.__e(r3, n2.__v);
      }
    }
  } while (e2.length);
}
a2.__b = function(n2) {
  r2 = null, v2 && v2(n2);
}, a2.__ = function(n2, t4) {
  n2 && t4.__k && t4.__k.__m && (n2.__m = t4.__k.__m), p2 && p2(n2, t4);
}, a2.__r = function(n2) {
  l2 && l2(n2), t2 = 0;
  var i3 = (r2 = n2.__c).__H;
  i3 && (u2 == r2 ? r2.__h = [] : (i3.__h.some(C2), i3.__h.some(D2), t2 = 0), i3.__h = [], i3.__.some(function(n3) {
    n3.__N && (n3.__ = n3.__N), n3.u = n3.__N = void 0;
  })), u2 = r2;
}, a2.diffed = function(n2) {
  m2 && m2(n2);
  var t4 = n2.__c;
  t4 && t4.__H && (t4.__H.__h.length && B2(c2.push(t4)), t4.__H.__.some(function(n3) {
    n3.u && (n3.__H = n3.u);
  })), u2 = r2 = null;
}, a2.__c = function(n2, t4) {
  t4.some(function(n3) {
    try {
      n3.__h.some(C2), n3.__h = n3.__h.filter(function(n4) {
        return !n4.__ || D2(n4);
      });
    } catch (t5) {
      n3.__h = [function() {
        throw t5;
      }];
    }
  }), h2 && h2(n2, t4);
}, a2.unmount = function(n2) {
  s2 && s2(n2);
  var t4, r3, u3 = n2.__c;
  u3 && u3.__H && (u3.__H.__.some(function(u4) {
    try {
      if (u4.__P && u4.__c) {
        if (void 0 === r3) {
          for (r3 = n2.__; r3 && (!r3.__c || !r3.__c.__P); ) r3 = r3.__;
          r3 = r3 && r3.__c;
        }
        u4.__P = r3, B2(e2.push(u4));
      } else C2(u4);
    } catch (n3) {
      t4 = n3;
    }
  }), u3.__H = void 0, t4 && a2.__e(t4, u3.__v));
};
var k = "function" == typeof requestAnimationFrame;
function z2(n2) {
  var t4, r3 = function() {
    clearTimeout(u3), k && cancelAnimationFrame(t4), setTimeout(n2);
  }, u3 = setTimeout(r3, 35);
  k && (t4 = requestAnimationFrame(r3));
}
function B2(n2) {
  1 != n2 && i2 == a2.requestAnimationFrame || ((i2 = a2.requestAnimationFrame) || z2)(g2);
}
function C2(n2) {
  var t4 = r2, u3 = n2.__c;
  "function" == typeof u3 && (n2.__c = void 0, u3()), r2 = t4;
}
function D2(n2) {
  var t4 = r2;
  n2.__c = n2.__(), r2 = t4;
}
function E2(n2, t4) {
  return !n2 || n2.length != t4.length || t4.some(function(t5, r3) {
    return !o2(t5, n2[r3]);
  });
}
function G2(n2, t4) {
  return "function" == typeof t4 ? t4(n2) : t4;
}

// src/context.ts
var PageContext = U(null);
function usePage() {
  const page2 = j2(PageContext);
  if (page2 === null) throw new Error("no page");
  return page2;
}
function useChanges(page2) {
  const [, draw] = d2(0);
  F2(() => page2.subscribe(() => draw((n2) => n2 + 1)), [page2]);
}
function useMedia(query) {
  const [holds, set2] = d2(() => matchMedia(query).matches);
  A2(() => {
    const media = matchMedia(query);
    const changed3 = () => set2(media.matches);
    media.addEventListener("change", changed3);
    return () => media.removeEventListener("change", changed3);
  }, [query]);
  return holds;
}
function colour(role, context) {
  switch (role) {
    case "output":
      return context < 0 ? "c-ink" : context % 2 === 0 ? "c-a" : "c-b";
    case "embed":
      return "c-e";
    case "query":
      return "c-q";
    case "key":
      return "c-k";
    case "value":
      return "c-v";
  }
  return "";
}
var letter = (context) => String.fromCharCode(65 + context);

// src/format.ts
var minus = (s3) => s3.replace("-", "−");
function superscript(n2) {
  return [...String(n2)].map((c3) => c3 === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c3)]).join("");
}
function number(x2, decimals2 = 4) {
  if (x2 === null || Number.isNaN(x2)) return "–";
  if (!Number.isFinite(x2)) return x2 > 0 ? "∞" : "−∞";
  const size2 = Math.abs(x2);
  if (size2 !== 0 && size2 < 10 ** -decimals2 / 2 || size2 >= 1e7) return scientific(x2, decimals2);
  const off = Math.abs(x2 - Math.round(x2));
  if (off > 1e-9 && Math.round(x2) !== 0 && off < 10 ** -decimals2 / 2) decimals2 = 1 - Math.floor(Math.log10(off));
  const trimmed = x2.toFixed(decimals2).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
  return minus(trimmed === "-0" ? "0" : trimmed);
}
function fixed(x2, decimals2) {
  const rounded = number(x2, decimals2);
  if (/[×–∞]/.test(rounded)) return rounded;
  const s3 = (x2 ?? 0).toFixed(decimals2);
  return /^-?[0.]+$/.test(s3) ? s3.replace("-", "") : minus(s3);
}
function plain(x2, decimals2) {
  if (x2 === null) return "–";
  const s3 = x2.toFixed(decimals2);
  return /^-?[0.]+$/.test(s3) ? s3.replace("-", "") : minus(s3);
}
function scientific(x2, decimals2) {
  const [mantissa = "", exponent = ""] = x2.toExponential(Math.min(decimals2, 2)).split("e");
  return `${minus(mantissa.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, ""))} × 10${superscript(Number(exponent))}`;
}

// preact/jsx-runtime.mjs
var f3 = /* @__PURE__ */ Symbol.for("pv");
var o3 = 0;
function a3(t4, e3, n2, u3, a4, i3) {
  e3 || (e3 = {});
  var c3, l3, p3 = e3;
  if ("ref" in p3 && "function" != typeof t4) for (l3 in p3 = {}, e3) "ref" == l3 ? c3 = e3[l3] : p3[l3] = e3[l3];
  var s3 = { type: t4, props: p3, key: n2, ref: c3, __k: null, __: null, __b: 0, __e: null, __c: null, constructor: f3, __v: --o3, __i: -1, __u: 0 };
  return (a4 || i3) && (s3.__source = a4, s3.__self = i3), n.vnode && n.vnode(s3), s3;
}

// src/icons.tsx
var drawn = (path3, filled = false) => () => /* @__PURE__ */ a3("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true", children: /* @__PURE__ */ a3("path", { d: path3, fill: filled ? "currentColor" : "none", stroke: filled ? "none" : "currentColor", "stroke-width": "1.4", "stroke-linecap": "round", "stroke-linejoin": "round" }) });
var Play = drawn("M5 3.2v9.6l7.6-4.8z", true);
var Stop = drawn("M4 4h8v8H4z", true);
var Left = drawn("M10 3 5 8l5 5");
var Right = drawn("m6 3 5 5-5 5");
var Down = drawn("m4 6 4 4 4-4");
var Moon = drawn("M13 9.6A5.4 5.4 0 0 1 6.4 3a5.4 5.4 0 1 0 6.6 6.6z");
var Sun = drawn("M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM8 1v1.4M8 13.6V15M1 8h1.4M13.6 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1");
var Upload = drawn("M8 10V2M5 4.8 8 2l3 2.8M5.2 7H3v7h10V7h-2.2");
var Signpost = drawn("M8 1.6v12.8M3 3.4h8l2 2-2 2H3zM5.6 14.4h4.8");
var Info = drawn("M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8zM8 7.4v3.8M8 4.8v.1");
var Warning = drawn("M8 2 1.6 13.4h12.8zM8 6.4v3.4M8 11.7v.1");
var Undo = drawn("M5.6 3 2.6 6l3 3M2.6 6h7a3.6 3.6 0 0 1 0 7.2H6");
var Redo = drawn("m10.4 3 3 3-3 3M13.4 6h-7a3.6 3.6 0 0 0 0 7.2H10");
var Reset = drawn("M3.4 5A5.4 5.4 0 1 1 2.6 8M3 2v3.2h3.2");
var Pinned = () => /* @__PURE__ */ a3("svg", { class: "pin", viewBox: "0 0 10 12", "aria-hidden": "true", children: /* @__PURE__ */ a3("path", { d: "M2.6.8h4.8v1L6.7 2.4v2.8l1.6 1.5v.9H5.6v3.6L5 12l-.6-.8V7.6H1.7v-.9l1.6-1.5V2.4l-.7-.6z", fill: "currentColor" }) });
var Mark = () => /* @__PURE__ */ a3("svg", { class: "mark", viewBox: "0 0 26 26", "aria-hidden": "true", children: [
  /* @__PURE__ */ a3("path", { d: "M3 22 9 5M3 22l19-5", stroke: "var(--ink3)", "stroke-width": "2.2", "stroke-linecap": "round", fill: "none" }),
  /* @__PURE__ */ a3("path", { d: "M3 22 20.4 8.4", stroke: "var(--a)", "stroke-width": "2.6", "stroke-linecap": "round" }),
  /* @__PURE__ */ a3("path", { d: "m22.6 6.6-6.6 1.6 3.6 4.6z", fill: "var(--a)" })
] });

// messages/de.json
var de_default = {
  title: "heed – was Attention mit einem Wort macht",
  sentenceA: "Satz A",
  sentenceB: "Satz B",
  compareWith: "vergleichen mit …",
  showOnly: "Nur {name} zeigen, oder wieder beide",
  source: "Quelle",
  lesson: "Lektion",
  light: "Helle Farben",
  dark: "Dunkle Farben",
  share: "Teilen",
  copyLink: "Link kopieren",
  copied: "Der Link ist kopiert",
  saveSvg: "Ebene als SVG sichern",
  savePng: "Ebene als PNG sichern",
  saveLesson: "Lektion sichern (JSON)",
  undo: "Rückgängig",
  redo: "Wiederholen",
  reset: "Lektion zurücksetzen",
  starting: "Der Rechenkern startet",
  broken: "Der Rechenkern startet nicht: {why}",
  away: "Der Server ist weg; es wird weiter versucht. Was du siehst, bleibt",
  steps: "Die sieben Schritte",
  step1: "Einbetten",
  step2: "Abbilden",
  step3: "Bewerten",
  step4: "Skalieren",
  step5: "Softmax",
  step6: "Werte gewichten",
  step7: "Summe und Verschiebung",
  stop6: "Gewichten",
  aside1: "ein Vektor je Wort",
  aside2: "jedes *e* mal drei Matrizen",
  aside3: "wer ist wichtig für {word}?",
  aside4: "durch √*dₖ* geteilt, *dₖ* = {d}",
  aside5: "Gewichte mit Summe 1",
  aside6: "jedes *v* strecken oder stauchen",
  aside7: "wohin ging {word}?",
  apart: "Abstand {distance}, cos {cosine}",
  identity: " = I",
  given: "gegeben",
  solved: "gelöst",
  solvedFrom: "gelöst aus {scores}",
  noMatrices: "keine Matrizen gegeben:",
  matrices: "die Matrizen:",
  yours: "gewählt",
  yoursHow: "vom Leser gewählt, nicht von der Lektion",
  stated: "angegeben",
  borrowed: "von A geliehen",
  pinned: "angegeben, nicht berechnet",
  rowSum: "die Gewichte ergeben zusammen",
  length: "Länge",
  distance: "Abstand",
  cosine: "cos",
  moved: "bewegt",
  to: "zu {word}",
  towards: "{length} zu {word} hin",
  awayFrom: "{length} von {word} weg",
  disagree: "angegeben {stated}; die Formel ergibt {formula}",
  disagreeOne: "angegeben {stated}, die Formel ergibt {formula}",
  smallest: "Kleinste Änderung: {change}",
  or: "oder {other}",
  useFormula: "Formel verwenden",
  keepStated: "Angabe behalten",
  keptNotes: "{n} wie angegeben belassen",
  stepsDisagree: "*{n} Schritte* widersprechen den Angaben der Lektion",
  stepDisagrees: "*1 Schritt* widerspricht den Angaben der Lektion",
  noneDisagree: "Nichts widerspricht den Angaben der Lektion",
  disagreements: "{n} Widersprüche",
  compare: "Vergleich",
  compareTitle: "Angegeben und berechnet",
  place: "Stelle",
  formulaGives: "die Formel ergibt",
  smallestChange: "kleinste Änderung",
  close: "Schließen",
  plane: "Ebene",
  summary: "{word} bewegte sich in {name} {length} zu {to} hin, von {before} auf {after}.",
  summaryAway: "{word} bewegte sich in {name} {length} von {to} weg, von {before} auf {after}.",
  planeOf: "Die Vektoren von {texts} in der Ebene.",
  vectors: "Vektoren in der Ebene",
  vector: "Vektor",
  handle: "{vector}: ziehen, oder mit den Pfeiltasten bewegen",
  handleAt: "x {x}, y {y}",
  maps: "Was jede Matrix mit der Ebene macht",
  mapOf: "W_{name}: das Einheitsgitter und sein Bild. Determinante {determinant}.",
  determinant: "det {factor}",
  weights: "Gewichte in der Zeichnung",
  statedWeights: "Angegeben {weights}",
  formula: "Formel",
  borrows: "Für A angegeben; B leiht sie.",
  statedFor: "Angegeben für {names}.",
  noneStated: "Keine Gewichte sind angegeben.",
  byFormula: "Nach der Formel bewegt sich {word} um {length}.",
  asStated: "Wie angegeben bewegt sich {word} um {length}.",
  embedding: "Einbettung",
  query: "Anfrage (query)",
  key: "Schlüssel (key)",
  valueWeight: "Wert × Gewicht",
  value: "Wert",
  outputIn: "Ausgabe in {name}, {text}",
  projection: "Projektion",
  whole: "*d* = 2, die Ebene ist also der ganze Raum. Nichts geht verloren.",
  wholeShort: "d = 2, die Zeichnung verliert nichts",
  keeps: "Wie viel von der Länge jedes Pfeils die Ebene behält",
  resumed: "Trägt nur den aufgezeichneten Kopf; rechnet ab *q*, *k*, *v* weiter.",
  play: "Abspielen",
  stop: "Anhalten",
  back: "Zurück",
  forward: "Weiter",
  stepOf: "Schritt {n} von {all}",
  disagrees: "{step}, widerspricht",
  hintStep: "Schritt",
  hintPlay: "abspielen",
  hintPin: "anheften",
  hintKeys: "alle Tasten",
  keys: "Tasten",
  keyStep: "Schritt zurück, Schritt weiter",
  keyEnds: "erster Schritt, letzter Schritt",
  keyDigits: "zu einem Schritt",
  keyPlay: "abspielen, anhalten",
  keyContext: "nur einen Satz zeigen, nochmals für beide",
  keyWeights: "angegebene Gewichte, oder nach der Formel",
  keyPin: "auf einer Zahl: anheften oder lösen",
  keyNext: "nächster Widerspruch",
  keyHandle: "auf einem Griff: 0,1 bewegen, mit Umschalt 1",
  keyFit: "Ebene einpassen",
  keyUndo: "rückgängig",
  keyRedo: "wiederholen",
  keyAll: "alle Tasten",
  keyClose: "schließen",
  keyEdit: "auf einer Zahl: bearbeiten; ↑ ↓ ändern sie",
  space: "Leertaste",
  edit: "{name} bearbeiten, {value}",
  numberOf: "{name}, {value}",
  inputs: "Woraus sie entstand, ist in der Ebene umringt.",
  keepOpen: "Klicken bearbeitet sie; P heftet sie an oder löst sie.",
  inFull: "vollständig {value}",
  nameScores: "Bewertung von {word}",
  nameScaled: "skalierte Bewertung von {word}",
  nameMasked: "maskierte Bewertung von {word}",
  nameWeights: "Gewicht von {word}",
  nameParts: "gewichteter Wert von {word}",
  nameQ: "Anfrage von {word}",
  nameK: "Schlüssel von {word}",
  nameV: "Wert von {word}",
  nameEmbed: "Einbettung von {word}",
  nameOutput: "Ausgabe von {word}",
  nameY: "y von {word}",
  pull: "W_{name} an den Basisvektoren ziehen",
  image: "Bild des Basisvektors {name} unter W_{map}: ziehen, oder mit den Pfeiltasten bewegen",
  area: "Flächen × {factor}",
  areaFlipped: "Flächen × {factor}, umgeklappt",
  keeps1: "behält {directions}",
  keepsAll: "behält jede Richtung, × {factor}",
  keepsNone: "dreht jede Richtung",
  fit: "Ebene einpassen",
  convention: "Vektoren als Zeilen oder als Spalten",
  rows: "Zeilen",
  columns: "Spalten",
  rowsSay: "Die Bilder der Basisvektoren sind die Zeilen von W.",
  columnsSay: "Die Bilder der Basisvektoren sind die Spalten von W.",
  tour: "Rundgang",
  tourOf: "{n} von {all}",
  tourNext: "Überspringen",
  tourEnd: "Rundgang beenden",
  tourDone: "Fertig",
  tour1: "Jedes Wort ist ein Pfeil vom Ursprung aus. So steht bank da, bevor es seine Nachbarn gelesen hat: in beiden Sätzen gleich. Weiter geht es mit →.",
  tour2: "bank fragt mit q, und jedes Wort antwortet mit einem Schlüssel k. Wie gut beide passen, sagt ihre Bewertung. Geh zu Schritt 5, wo aus Bewertungen Gewichte werden.",
  tour3: "Diese Gewichte gibt die Lektion an; was die Softmax ergäbe, sagen die gelben Hinweise. Beides lässt sich ändern: zieh am Balken eines Gewichts.",
  tour4: "Ein Gewicht streckt oder staucht den Wert seines Wortes. Geh zum letzten Schritt, wo die gewichteten Werte addiert werden.",
  tour5: "y ist die Diagonale des Parallelogramms: bank, zu seinem Nachbarn hin bewegt. Fass den Ring an der Spitze von money und zieh; y folgt.",
  tour6: "Und was sagt die Formel zu denselben Vektoren? Stell die Gewichte auf Formel.",
  tour7: "Bei so großen Bewertungen lässt die Softmax dem Nachbarn fast nichts, und bank bleibt, wo es war. Rückgängig nimmt zurück, was du getan hast; alles andere darfst du ziehen.",
  "note.rowSum": "die Gewichte ergeben zusammen {sum}, nicht 1: das Angegebene bleibt, der Rest ist nach der Formel",
  "note.nothingAttended": "achtet auf nichts, die Gewichte sind also 0, und y = e",
  "note.authors": "der Vektor von „{word}“ ist vom Autor gewählt, nicht vom Beispiel",
  "note.leftOut": "ausgelassen, denn {model} hat keinen Vektor dafür: {words}",
  "note.normFirst": "in diesem Modell entstehen q, k und v aus e nach einer Norm",
  "note.claimOpen": "angegeben „{claimed}“ als {than}, doch nichts bestimmt eins der beiden",
  "note.claimEqual": "angegeben „{claimed}“, doch beide sind {size}",
  "note.claimBelow": "angegeben „{claimed}“, doch {size} liegt unter {other}",
  "note.claimAbove": "angegeben „{claimed}“, doch {size} liegt über {other}",
  "note.claimWeight": "angegeben „{claimed}“; {weight} liegt unter 1, {value} wird also gestaucht",
  "note.needsBias": "{place} von {wanted}, denn {zero} ist unter jeder Matrix 0",
  "note.needsColumn": "das {times}-Fache, {vector}, zu Spalte {column} von W_{map} addiert",
  "note.needsKey": "ein anderer Vektor, {key}: er ist 0, jede Bewertung mit ihm also 0",
  "note.needsQuery": "das {times}-Fache, {key}, zu {query} addiert",
  "note.needsScore": "{place} von {wanted} statt {is}",
  "note.needsDivisor": "ein Teiler von {wanted} statt {is}",
  "note.needsGap": "ein skalierter Abstand von {wanted} statt {is}",
  "note.needsNothing": "{place} von −∞ statt {is}",
  "note.needsAll": "{place} grenzenlos vor allen anderen zusammen; sie führt um {is}",
  "note.needsLead": "{place} vor allen anderen zusammen um {wanted} statt {is}",
  "note.needsAbove": "{place} über −∞, wo alle sind",
  "note.needsOther": "ein weiteres Wort über −∞: eines allein kann nur 1 wiegen",
  "note.needsWeights": "ein Gewicht, das nicht 0 ist",
  "note.needsValues": "das {times}-Fache jedes Gewichts, zu Spalte {column} von v addiert",
  "error.noWords": "Der Text hat keine Wörter. Schreibe eins oder mehrere",
  "error.manyWords": "Der Text hat {words} Wörter; höchstens {most} sind möglich",
  "error.notInText": "{word} steht nicht in „{text}“. Wähle ein Wort daraus",
  "error.notFinite": "Nur eine endliche Zahl kann gesetzt werden",
  "error.beyondRange": "y von {word} ist zu groß zum Rechnen. Kleinere Vektoren oder Matrizen halten es endlich",
  "error.openValues": "y von {word} ist offen: nicht jeder Wert ist bestimmt. Gib W_V an, oder hefte die Werte an",
  "error.openWeights": "y von {word} ist offen: nicht jedes Gewicht ist bestimmt. Gib W_Q und W_K an, oder hefte die Gewichte an",
  "error.notResumed": "Dieser Kopf tut mit seinen Bewertungen mehr als skalieren, maskieren und Softmax. Eine Seite, die ohne Netz geht, rechnet von q, k und v aus weiter und kann ihn nicht tragen",
  own: "Eigenes",
  ownNumbers: "Eigene Zahlen",
  openFile: "Datei einer Lektion …",
  noLesson: "{file} ist keine Lektion: erwartet wird das JSON, das „Teilen“ sichert",
  models: "Modelle",
  layer: "Schicht",
  head: "Kopf",
  strongest: "stärkster",
  running: "{name} rechnet",
  cancel: "Abbrechen",
  cancelled: "Abgebrochen",
  noServer: "heed antwortet nicht; heed serve startet es wieder",
  study: "untersuche",
  changedOne: "1 eigene Änderung, in {places}; alles Spätere folgt ihr.",
  changedMany: "{n} eigene Änderungen, in {places}; alles Spätere folgt ihnen.",
  setOne: "1 eigene Änderung, in {places}.",
  setMany: "{n} eigene Änderungen, in {places}.",
  noModel: "hier gibt es kein Modell {name}; heed serve --models ORDNER fügt welche hinzu",
  copyFigure: "Bild kopieren",
  figureCopied: "Das Bild ist kopiert",
  printPdf: "Abbildung für den Druck (PDF)",
  printSvg: "Abbildung für den Druck (SVG)",
  savePage: "Seite, die ohne Netz geht (HTML)",
  numbersJson: "Zahlen (JSON)",
  numbersCsv: "Zahlen (CSV)",
  numbersNpz: "Zahlen (npz)",
  notDone: "Das ging nicht: {why}",
  about: "Über die Zahlen",
  aboutSource: "Quelle",
  aboutHash: "SHA-256 der Datei",
  aboutNoHash: "im Netz verrät der Browser ihn der Seite nicht",
  aboutTokenizer: "Tokenizer",
  aboutPrecision: "Genauigkeit",
  aboutVersion: "heed",
  aboutChanged: "Die Lektion wurde hier geändert. Sichere sie; die Befehle lesen ihre Datei.",
  measured: "Eben gemessen",
  measuring: "Es wird gemessen …",
  measuredHow: "Jede berechnete Zahl gegen ihre Formel, Summen nochmals in 300 Bit. Angegebene Zahlen bleiben außen vor.",
  measureSaved: "Eine gesicherte Seite hat kein heed, das prüft: heed verify misst jede berechnete Zahl gegen ihre Formel.",
  claim: "muss gelten",
  errorFound: "größter Fehler",
  errorLimit: "Grenze",
  beyond: "über der Grenze",
  claim1: "q, k und v sind e, durch ihre Matrizen",
  claim2: "Bewertungen sind q · k",
  claim3: "skalierte Bewertungen sind Bewertungen / √K",
  claim4: "Gewichte sind die Softmax der skalierten Bewertungen",
  claim5: "jede Zeile der Gewichte hat die Summe 1",
  claim6: "die Ausgabe ist die Summe der gewichteten Werte",
  claim7: "y ist, was W_O aus der Ausgabe macht, und e, wo der Kopf dazuaddiert",
  commands: "Dasselbe auf der Kommandozeile",
  commandNumbers: "diese Zahlen",
  commandFigure: "die Abbildung",
  commandPage: "diese Seite",
  commandVerify: "ihre Prüfung",
  copyCommand: "Kopieren",
  commandCopied: "Der Befehl ist kopiert",
  measuredModel: "Der erste Text wird ohne Änderungen gerechnet: was sich wozu summieren muss, und float32 gegen float64.",
  claim8: "die Anteile w·v einer Query summieren sich zur Ausgabe ihres Kopfes",
  claim9: "alle Köpfe durch W_O, und dessen Bias, summieren sich zu dem, was die Attention hinzufügt",
  claim10: "was in eine Schicht eintritt, Attention und MLP summieren sich zu dem, was sie verlässt",
  claim11: "float32 stimmt mit float64 überein",
  aboutByHand: "Zahlen wurden von Hand geändert, jeder Text für sich, was kein Befehl tut; heed serve gibt sie, solange es läuft:",
  aboutRecorded: "Zahlen wurden von Hand geändert, was kein Befehl tut; diese geben den Kopf ohne das:",
  tabs: "Ansichten",
  tabWalk: "Durchgang",
  tabTraining: "Training",
  step: "Schritt {step}",
  trainingStep: "Schritt des Trainings",
  phrases: "Wendungen",
  learnedWords: "{words} Wörter, {dim} Dimensionen, {heads} Kopf.",
  frozenWords: "Vektoren von {dim} Dimensionen, die bleiben, {heads} Köpfe, die lernen.",
  trails: "Spuren zeigen den Weg seit Schritt 0.",
  leans: "Getönt danach, wo ein Wort endet: näher an {a} oder {b}.",
  vectorsAt: "Vektoren der Ebene in Schritt {step}",
  trainedStep: "Schritt {step}: Verlust {loss}.",
  trainedTowards: "In {name} bewegt sich {word} um {length} auf {to} zu, dem es ein Gewicht von {weight} gibt.",
  trainedAway: "In {name} bewegt sich {word} um {length} von {to} weg, dem es ein Gewicht von {weight} gibt.",
  curves: "Kurven über die Schritte",
  chartLoss: "Verlust",
  chartLossSays: "Kreuzentropie, Nat",
  chartLossHeld: "Kreuzentropie, Nat; gestrichelt auf zurückgehaltenem Text",
  chartMoved: "Bewegung von {word}",
  chartTowards: "{name} zu {to}",
  chartDashed: "gestrichelt zum anderen Wort",
  chartWeight: "Gewicht, das {word} seinem Nachbarn gibt",
  chartIn: "{to} in {name}",
  chartHeads: "Mittel von {n} Köpfen",
  chartAlone: "das einzige andere Wort, also immer 1",
  hintSteps: "5 Schritte",
  hintTrails: "Spuren",
  keySteps: "5 Trainingsschritte zurück, weiter",
  keyTrails: "Spuren",
  keyFitStep: "Ebene an diesen Schritt anpassen, an alle Schritte",
  keepsBetween: "Ebene von {a} und {b}: Länge behalten",
  noRecord: "{name} ist nicht zu haben: {why}",
  live: "live",
  liveWaits: "Warten auf den ersten Schritt",
  liveOver: "Das Training ist zu Ende",
  liveLost: "heed antwortet nicht mehr; was bisher kam, bleibt"
};

// messages/en.json
var en_default = {
  title: "heed – what attention does to a word",
  sentenceA: "Sentence A",
  sentenceB: "Sentence B",
  compareWith: "compare with …",
  showOnly: "Show {name} alone, or both again",
  source: "Source",
  lesson: "Lesson",
  light: "Light colours",
  dark: "Dark colours",
  share: "Share",
  copyLink: "Copy link",
  copied: "The link is copied",
  saveSvg: "Save the plane as SVG",
  savePng: "Save the plane as PNG",
  saveLesson: "Save the lesson (JSON)",
  undo: "Undo",
  redo: "Redo",
  reset: "Reset the lesson",
  starting: "The engine is starting",
  broken: "The engine does not start: {why}",
  away: "The server is away; trying again. What you see stays",
  steps: "The seven steps",
  step1: "Embed",
  step2: "Project",
  step3: "Score",
  step4: "Scale",
  step5: "Softmax",
  step6: "Weigh the values",
  step7: "Sum and shift",
  stop6: "Weigh",
  aside1: "one vector a word",
  aside2: "each *e* times three matrices",
  aside3: "who is relevant to {word}?",
  aside4: "divide by √*dₖ*, *dₖ* = {d}",
  aside5: "weights that sum to 1",
  aside6: "stretch or shrink each *v*",
  aside7: "where did {word} go?",
  apart: "{distance} apart, cos {cosine}",
  identity: " = I",
  given: "given",
  solved: "solved",
  solvedFrom: "solved from {scores}",
  noMatrices: "no matrices given:",
  matrices: "the matrices:",
  yours: "yours",
  yoursHow: "a reader’s choice, not the lesson’s",
  stated: "stated",
  borrowed: "borrowed from A",
  pinned: "told, not computed",
  rowSum: "the weights sum to",
  length: "length",
  distance: "distance",
  cosine: "cos",
  moved: "moved",
  to: "to {word}",
  towards: "{length} towards {word}",
  awayFrom: "{length} away from {word}",
  disagree: "stated {stated}; the formula gives {formula}",
  disagreeOne: "stated {stated}, the formula gives {formula}",
  smallest: "Smallest change: {change}",
  or: "or {other}",
  useFormula: "Use the formula",
  keepStated: "Keep what is stated",
  keptNotes: "{n} kept as stated",
  stepsDisagree: "*{n} steps* disagree with what the lesson states",
  stepDisagrees: "*1 step* disagrees with what the lesson states",
  noneDisagree: "Nothing disagrees with what the lesson states",
  disagreements: "{n} disagreements",
  compare: "Compare",
  compareTitle: "Stated and computed",
  place: "place",
  formulaGives: "the formula gives",
  smallestChange: "smallest change",
  close: "Close",
  plane: "Plane",
  summary: "{word} moved {length} towards {to} in {name}, from {before} to {after}.",
  summaryAway: "{word} moved {length} away from {to} in {name}, from {before} to {after}.",
  planeOf: "The vectors of {texts} in the plane.",
  vectors: "Vectors in the plane",
  vector: "vector",
  handle: "{vector}: drag it, or move it with the arrow keys",
  handleAt: "x {x}, y {y}",
  maps: "What each matrix does to the plane",
  mapOf: "W_{name}: the unit grid, and its image. Determinant {determinant}.",
  determinant: "det {factor}",
  weights: "Weights used in the drawing",
  statedWeights: "Stated {weights}",
  formula: "Formula",
  borrows: "Stated for A; B borrows them.",
  statedFor: "Stated for {names}.",
  noneStated: "No weights are stated.",
  byFormula: "By the formula {word} moves {length}.",
  asStated: "As stated {word} moves {length}.",
  embedding: "embedding",
  query: "query",
  key: "key",
  valueWeight: "value × weight",
  value: "value",
  outputIn: "output in {name}, {text}",
  projection: "Projection",
  whole: "*d* = 2, so the plane is the whole space. Nothing is lost.",
  wholeShort: "d = 2, nothing lost in the drawing",
  keeps: "How much of each arrow’s length the plane keeps",
  resumed: "Carries the recorded head alone; goes on from *q*, *k* and *v*.",
  play: "Play",
  stop: "Stop",
  back: "Back",
  forward: "Forward",
  stepOf: "step {n} of {all}",
  disagrees: "{step}, disagrees",
  hintStep: "step",
  hintPlay: "play",
  hintPin: "pin",
  hintKeys: "all keys",
  keys: "Keys",
  keyStep: "step back, step on",
  keyEnds: "first step, last step",
  keyDigits: "to a step",
  keyPlay: "play, stop",
  keyContext: "show one context, again for both",
  keyWeights: "stated weights, or by the formula",
  keyPin: "on a number: pin it, or take its pin away",
  keyNext: "next disagreement",
  keyHandle: "on a handle: move it 0.1, with Shift 1",
  keyFit: "fit the plane",
  keyUndo: "undo",
  keyRedo: "redo",
  keyAll: "all keys",
  keyClose: "close",
  keyEdit: "on a number: edit it; ↑ ↓ change it",
  space: "space",
  edit: "Edit {name}, {value}",
  numberOf: "{name}, {value}",
  inputs: "What it came from is ringed in the plane.",
  keepOpen: "Click edits it; P pins it or takes its pin away.",
  inFull: "in full {value}",
  nameScores: "score of {word}",
  nameScaled: "scaled score of {word}",
  nameMasked: "masked score of {word}",
  nameWeights: "weight of {word}",
  nameParts: "weighted value of {word}",
  nameQ: "query of {word}",
  nameK: "key of {word}",
  nameV: "value of {word}",
  nameEmbed: "embedding of {word}",
  nameOutput: "output of {word}",
  nameY: "y of {word}",
  pull: "Pull W_{name} by its basis vectors",
  image: "image of the basis vector {name} under W_{map}: drag it, or move it with the arrow keys",
  area: "areas × {factor}",
  areaFlipped: "areas × {factor}, turned over",
  keeps1: "keeps {directions}",
  keepsAll: "keeps every direction, × {factor}",
  keepsNone: "turns every direction",
  fit: "Fit the plane",
  convention: "Vectors as rows or as columns",
  rows: "rows",
  columns: "columns",
  rowsSay: "The images of the basis vectors are the rows of W.",
  columnsSay: "The images of the basis vectors are the columns of W.",
  tour: "Tour",
  tourOf: "{n} of {all}",
  tourNext: "Skip this",
  tourEnd: "End the tour",
  tourDone: "Done",
  tour1: "Every word is an arrow from the origin. This is bank before it has read its neighbours: the same in both sentences. Press → to go on.",
  tour2: "bank asks with a query q, and each word answers with a key k. How well they fit is their score. Go on to step 5, where scores become weights.",
  tour3: "The lesson states these weights; the amber notes say what the softmax would give. You need not take either: drag the bar of a weight.",
  tour4: "A weight stretches or shrinks the value of its word. Go to the last step, where the weighted values are added.",
  tour5: "y is the diagonal of the parallelogram: bank, moved towards its neighbour. Take the ring at the tip of money and drag it; y follows.",
  tour6: "Now see what the formula says of the same vectors: turn the weights to Formula.",
  tour7: "With such large scores the softmax leaves the neighbour next to nothing, and bank stays where it was. Undo takes back what you did; everything else is yours to drag.",
  "note.rowSum": "the weights sum to {sum}, not 1: what is stated stays, the rest is the formula’s",
  "note.nothingAttended": "attends to nothing, so its weights are 0 and y = e",
  "note.authors": "the vector of “{word}” is the author’s choice, not the example’s",
  "note.leftOut": "left out, for {model} has no vector for it: {words}",
  "note.normFirst": "in this model q, k and v are made of e after a norm",
  "note.claimOpen": "stated “{claimed}” than {than}, but nothing determines one of the two",
  "note.claimEqual": "stated “{claimed}”, but both are {size}",
  "note.claimBelow": "stated “{claimed}”, but {size} is below {other}",
  "note.claimAbove": "stated “{claimed}”, but {size} is above {other}",
  "note.claimWeight": "stated “{claimed}”; {weight} is below 1, so the {value} is scaled down",
  "note.needsBias": "{place} of {wanted}, for the {zero} is 0 under any matrix",
  "note.needsColumn": "{times} times the {vector}, added to column {column} of W_{map}",
  "note.needsKey": "another {key}: it is 0, so every score with it is 0",
  "note.needsQuery": "{times} times the {key}, added to the {query}",
  "note.needsScore": "{place} of {wanted}, not {is}",
  "note.needsDivisor": "a divisor of {wanted}, not {is}",
  "note.needsGap": "a scaled gap of {wanted}, not {is}",
  "note.needsNothing": "{place} of −∞, not {is}",
  "note.needsAll": "{place} ahead of all others together without limit; it leads by {is}",
  "note.needsLead": "{place} ahead of all others together by {wanted}, not {is}",
  "note.needsAbove": "{place} above −∞, where all are",
  "note.needsOther": "another word above −∞: one alone can only weigh 1",
  "note.needsWeights": "a weight other than 0",
  "note.needsValues": "{times} times each weight, added to column {column} of v",
  "error.noWords": "The text has no words. Write one or more",
  "error.manyWords": "The text has {words} words; at most {most} can be walked",
  "error.notInText": "{word} is not in “{text}”. Choose a word of it",
  "error.notFinite": "Only a finite number can be set",
  "error.beyondRange": "y of {word} is too large to compute. Smaller vectors or matrices keep it finite",
  "error.openValues": "y of {word} is open: nothing gives every value. Give W_V, or pin the values",
  "error.openWeights": "y of {word} is open: nothing gives all of its weights. Give W_Q and W_K, or pin the weights",
  "error.notResumed": "This head does more to its scores than scale, mask and softmax. A page that works offline goes on from q, k and v, and cannot carry it",
  own: "Own",
  ownNumbers: "Own numbers",
  openFile: "A lesson’s file …",
  noLesson: "{file} is no lesson: want the JSON that Share saves",
  models: "Models",
  layer: "Layer",
  head: "Head",
  strongest: "strongest",
  running: "{name} is running",
  cancel: "Cancel",
  cancelled: "Cancelled",
  noServer: "heed does not answer; start it again with heed serve",
  study: "study",
  changedOne: "1 change of your own, in {places}; all that comes after it follows.",
  changedMany: "{n} changes of your own, in {places}; all that comes after them follows.",
  setOne: "1 change of your own, in {places}.",
  setMany: "{n} changes of your own, in {places}.",
  noModel: "there is no model {name} here; heed serve --models FOLDER adds to them",
  copyFigure: "Copy figure",
  figureCopied: "The figure is copied",
  printPdf: "Figure for print (PDF)",
  printSvg: "Figure for print (SVG)",
  savePage: "Page that works offline (HTML)",
  numbersJson: "Numbers (JSON)",
  numbersCsv: "Numbers (CSV)",
  numbersNpz: "Numbers (npz)",
  notDone: "That could not be done: {why}",
  about: "About the numbers",
  aboutSource: "Source",
  aboutHash: "SHA-256 of its file",
  aboutNoHash: "not told to a page over the network",
  aboutTokenizer: "Tokenizer",
  aboutPrecision: "Precision",
  aboutVersion: "heed",
  aboutChanged: "The lesson was changed here. Save it; the commands read its file.",
  measured: "Measured just now",
  measuring: "Measuring …",
  measuredHow: "Each computed number against its formula, sums taken again in 300 bits. Stated numbers are left out.",
  measureSaved: "A saved page has no heed of its own to check with: heed verify measures each computed number against its formula.",
  claim: "must hold",
  errorFound: "largest error",
  errorLimit: "limit",
  beyond: "beyond its limit",
  claim1: "q, k and v are e through their maps",
  claim2: "scores are q · k",
  claim3: "scaled scores are scores / √K",
  claim4: "weights are the softmax of the scaled scores",
  claim5: "each row of weights sums to 1",
  claim6: "the output is the sum of the weighted values",
  claim7: "y is what W_O makes of the output, and e where the head adds to it",
  commands: "The same from the command line",
  commandNumbers: "these numbers",
  commandFigure: "the figure",
  commandPage: "this page",
  commandVerify: "their check",
  copyCommand: "Copy",
  commandCopied: "The command is copied",
  measuredModel: "The first text is run without changes: what must sum to what, and float32 against float64.",
  claim8: "the parts w·v of a query sum to its head's output",
  claim9: "all heads through W_O, and its bias, sum to what attention adds",
  claim10: "what enters a layer, attention and MLP sum to what leaves it",
  claim11: "float32 agrees with float64",
  aboutByHand: "Numbers were changed by hand, each text by itself, which no command does; heed serve gives them while it runs:",
  aboutRecorded: "Numbers were changed by hand, which no command does; these give the head without that:",
  tabs: "Views",
  tabWalk: "Walk",
  tabTraining: "Training",
  step: "Step {step}",
  trainingStep: "Step of the training",
  phrases: "Phrases",
  learnedWords: "{words} words, {dim} dimensions, {heads} head.",
  frozenWords: "Vectors of {dim} dimensions that stay, {heads} heads that learn.",
  trails: "Trails show the way since step 0.",
  leans: "Tinted by where a word ends: nearer {a} or {b}.",
  vectorsAt: "Vectors in the plane at step {step}",
  trainedStep: "Step {step}: loss {loss}.",
  trainedTowards: "In {name}, {word} moves {length} towards {to}, to which it gives a weight of {weight}.",
  trainedAway: "In {name}, {word} moves {length} away from {to}, to which it gives a weight of {weight}.",
  curves: "Curves over the steps",
  chartLoss: "Loss",
  chartLossSays: "cross-entropy, nats",
  chartLossHeld: "cross-entropy, nats; dashed, on text held out",
  chartMoved: "Movement of {word}",
  chartTowards: "{name} towards {to}",
  chartDashed: "dashed, towards the other word",
  chartWeight: "Weight {word} gives to its neighbour",
  chartIn: "{to} in {name}",
  chartHeads: "mean of {n} heads",
  chartAlone: "the only other word, so always 1",
  hintSteps: "5 steps",
  hintTrails: "trails",
  keySteps: "5 training steps back, on",
  keyTrails: "trails",
  keyFitStep: "fit the plane to this step, to all steps",
  keepsBetween: "Plane of {a} and {b}: length kept",
  noRecord: "{name} cannot be had: {why}",
  live: "live",
  liveWaits: "Waiting for the first step",
  liveOver: "The training has ended",
  liveLost: "heed no longer answers; what came so far stays"
};

// src/messages.ts
var messages = { en: en_default, de: de_default };
var language = navigator.language.toLowerCase().startsWith("de") ? "de" : "en";
function t3(key, values = {}) {
  return messages[language][key].replace(/\{(\w+)\}/g, (_3, name2) => String(values[name2] ?? ""));
}
var known = (key) => key in en_default;
function said(key) {
  return known(key) ? t3(key) : key;
}
function translated(english) {
  const key = Object.keys(en_default).find((k2) => en_default[k2] === english);
  return key === void 0 ? english : messages[language][key];
}

// src/names.ts
var keys = {
  embed: "nameEmbed",
  q: "nameQ",
  k: "nameK",
  v: "nameV",
  scores: "nameScores",
  scaled: "nameScaled",
  masked: "nameMasked",
  weights: "nameWeights",
  parts: "nameParts",
  output: "nameOutput",
  y: "nameY"
};
var paired = ["scores", "scaled", "masked", "weights", "parts"];
function called(r3, traces) {
  const key = keys[r3.tensor];
  const [first2 = 0, second] = r3.index ?? [];
  const pair = paired.includes(r3.tensor);
  const word = traces[r3.trace]?.tokens[pair ? second ?? first2 : first2]?.text;
  if (key === void 0 || word === void 0) return `${r3.tensor}[${(r3.index ?? []).join(", ")}]`;
  const coordinate = pair ? r3.index?.[2] : second;
  return t3(key, { word }) + (coordinate === void 0 ? "" : `, ${coordinate + 1}`);
}
function parse(at2, trace) {
  const [, tensor = at2, index = ""] = /^([^[]+)\[([\d,]*)\]$/.exec(at2) ?? [];
  return { trace, tensor, index: index === "" ? [] : index.split(",").map(Number) };
}

// src/refs.ts
function place(r3) {
  return r3.index === void 0 || r3.index.length === 0 ? r3.tensor : `${r3.tensor}[${r3.index.join(",")}]`;
}
function name(r3) {
  return `${r3.trace}:${place(r3)}`;
}
function covers(a4, b) {
  const [of = [], at2 = []] = [a4.index, b.index];
  return a4.trace === b.trace && a4.tensor === b.tensor && of.length <= at2.length && of.every((x2, i3) => x2 === at2[i3]);
}
function meet(a4, b) {
  return covers(a4, b) || covers(b, a4);
}
function aim(trace) {
  const own2 = trace?.shift?.towards.filter((to) => (to.context === void 0 || to.context === null) && trace.tokens[to.index]?.special !== true) ?? [];
  return own2.reduce((best, to) => best === void 0 || (to.signed ?? 0) > (best.signed ?? 0) ? to : best, void 0);
}

// src/still.ts
function useStill(of, draw) {
  const page2 = usePage();
  const before = T2(null);
  if (!page2.dragging) {
    before.current = null;
    return draw();
  }
  const now = of();
  if (before.current?.of !== now) before.current = { of: now, drawing: draw() };
  return before.current.drawing;
}
function shown(line3) {
  return line3.map((p3) => `${p3.text ?? p3.key ?? ""}_${p3.sub ?? ""}${p3.given ?? ""}`).join("");
}

// src/formula.tsx
function dressed(line3) {
  return line3.map((p3, i3) => {
    if (p3.role !== void 0 || p3.text === void 0) return p3;
    const from = /\($/.test(p3.text) ? line3[i3 + 1] : /^[,)]/.test(p3.text) ? line3[i3 - 1] : void 0;
    if (from?.role === void 0 || from.sub !== void 0 || / \+ \($/.test(p3.text)) return p3;
    return { ...p3, role: from.role, context: from.context, strong: from.strong ?? false };
  });
}
function pinsAfter(line3, i3) {
  const p3 = line3[i3];
  if (p3?.given !== "stated" && p3?.given !== "borrowed") return false;
  return line3[i3 + 1]?.text !== ", " && line3[i3 + 1]?.text !== ")";
}
function Formula(props) {
  return useStill(() => shown(props.line), () => formula(props));
}
function formula({ line: line3, yours: yours2 = false, told = false }) {
  const parts2 = dressed(line3);
  const equals = parts2.flatMap((p3, i3) => p3.text?.includes(" = ") === true ? [i3] : []);
  const [first2 = -1, last2 = -1] = [equals[0], equals.at(-1)];
  return /* @__PURE__ */ a3("span", { class: "formula", children: [
    parts2.map((p3, i3) => {
      const middle2 = equals.length > 1 && i3 > first2 && i3 < last2;
      return /* @__PURE__ */ a3($, { children: [
        /^ [=+] /.test(p3.text ?? "") && /* @__PURE__ */ a3("wbr", {}),
        p3.at !== void 0 && p3.value !== void 0 ? /* @__PURE__ */ a3(Live, { part: p3, middle: middle2 }) : /* @__PURE__ */ a3(Words, { part: p3, middle: middle2 }),
        pinsAfter(parts2, i3) && /* @__PURE__ */ a3(Pin, { part: p3 }),
        p3.text === ")" && i3 === parts2.length - 1 && told && /* @__PURE__ */ a3(Pin, { part: { text: "", context: -1, given: "stated" } })
      ] });
    }),
    yours2 && /* @__PURE__ */ a3("span", { class: "chip b", title: t3("yoursHow"), children: t3("yours") })
  ] });
}
function Pin({ part }) {
  const words = part.given === "borrowed" ? t3("borrowed") : t3("pinned");
  return /* @__PURE__ */ a3("span", { class: part.given === "borrowed" ? "pinned borrowed" : "pinned", title: words, children: [
    /* @__PURE__ */ a3(Pinned, {}),
    /* @__PURE__ */ a3("span", { class: "spoken", children: [
      " (",
      words,
      ")"
    ] })
  ] });
}
function Words({ part, middle: middle2 }) {
  const symbol = part.sub !== void 0;
  const text2 = part.key !== void 0 ? said(part.key) : part.text ?? "";
  const power2 = /^(.*)e\^$/.exec(text2);
  return /* @__PURE__ */ a3("span", { class: [colour(part.role, part.context), middle2 && part.role === void 0 ? "middle" : "", part.strong === true ? "strong" : "", symbol ? "symbol" : ""].join(" "), children: [
    power2 !== null ? /* @__PURE__ */ a3($, { children: [
      power2[1],
      "exp "
    ] }) : symbol ? /* @__PURE__ */ a3("i", { children: text2 }) : text2,
    symbol && /* @__PURE__ */ a3("sub", { children: part.sub })
  ] });
}
function Live({ part, middle: middle2 }) {
  const page2 = usePage();
  const [editing, setEditing] = d2(false);
  const ref = part.at;
  if (ref === void 0) return /* @__PURE__ */ a3($, {});
  const id = name(ref);
  if (editing) return /* @__PURE__ */ a3(Edit, { part, done: () => setEditing(false) });
  const from = page2.hover?.part;
  const lit = from !== void 0 && from !== part && (from.from ?? []).some((r3) => meet(r3, ref)) || page2.lit.some((r3) => meet(r3, ref));
  const over = (e3) => page2.set({ hover: { part, box: e3.currentTarget.getBoundingClientRect() } });
  const classes = ["number", colour(part.role, part.context), middle2 && part.role === void 0 ? "middle" : "", part.strong === true ? "strong" : "", lit ? "lit" : "", from?.at !== void 0 && name(from.at) === id ? "over" : ""];
  return /* @__PURE__ */ a3(
    "button",
    {
      type: "button",
      class: classes.join(" "),
      "data-at": id,
      "data-value": String(part.value),
      "aria-label": t3(part.edit === true ? "edit" : "numberOf", { name: called(ref, page2.answer?.walk.traces ?? []), value: part.text ?? "" }),
      onPointerEnter: over,
      onPointerLeave: () => page2.set({ hover: null }),
      onFocus: over,
      onBlur: () => page2.set({ hover: null }),
      onClick: () => {
        if (part.edit !== true) return;
        page2.set({ editing: id, hover: null });
        setEditing(true);
      },
      onKeyDown: (e3) => {
        if (e3.key.toLowerCase() === "p" && !e3.ctrlKey && !e3.metaKey) page2.pin(part);
        else if ((e3.key === "ArrowUp" || e3.key === "ArrowDown") && part.edit === true && typeof part.value === "number") nudge(e3, part.value, part);
        else return;
        e3.preventDefault();
        e3.stopPropagation();
      },
      children: part.text
    }
  );
  function nudge(e3, value, p3) {
    const by = (e3.key === "ArrowUp" ? 1 : -1) * (e3.shiftKey ? 1 : p3.at?.tensor === "weights" ? 0.05 : 0.1);
    if (p3.at !== void 0) page2.nudge(p3.at, value, by);
  }
}
function Edit({ part, done: left2 }) {
  const page2 = usePage();
  const input = T2(null);
  const [text2, setText] = d2(String(part.value ?? ""));
  A2(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const finished = T2(false);
  const entered = T2(false);
  const done2 = (value) => {
    if (finished.current) return;
    finished.current = true;
    const at2 = part.at;
    page2.set({ editing: "" });
    left2();
    if (value !== null && input.current?.value.trim() !== "" && Number.isFinite(value) && value !== part.value && at2 !== void 0) {
      void page2.change([{ do: "set", context: at2.trace, at: place(at2), value }]);
    }
    const id = at2 === void 0 ? "" : name(at2);
    requestAnimationFrame(() => document.querySelector(`.column [data-at="${id}"]`)?.focus());
  };
  const read4 = () => Number((input.current?.value ?? text2).trim().replace("−", "-").replace(",", "."));
  return /* @__PURE__ */ a3(
    "input",
    {
      ref: input,
      class: "edit",
      inputMode: "decimal",
      size: Math.max(3, Math.min(10, text2.length)),
      value: text2,
      "aria-label": part.at === void 0 ? "" : called(part.at, page2.answer?.walk.traces ?? []),
      "aria-invalid": Number.isNaN(read4()),
      onInput: (e3) => setText(e3.currentTarget.value),
      onKeyUp: (e3) => e3.key === "Enter" && entered.current && done2(read4()),
      onBlur: () => done2(read4()),
      onKeyDown: (e3) => {
        e3.stopPropagation();
        if (e3.key === "Enter") {
          e3.preventDefault();
          entered.current = true;
        } else if (e3.key === "Escape") done2(null);
        else if (e3.key === "ArrowUp" || e3.key === "ArrowDown") {
          e3.preventDefault();
          setText(String(Number((read4() + (e3.key === "ArrowUp" ? 1 : -1) * (e3.shiftKey ? 1 : 0.1)).toPrecision(12))));
        }
      }
    }
  );
}

// src/saying.ts
function message(of, says3, context, traces) {
  const key = `${of}.${says3?.key ?? ""}`;
  if (says3 === void 0 || !known(key)) return void 0;
  const values = { ...says3.words };
  for (const [name2, x2] of Object.entries(says3.numbers ?? {})) values[name2] = number(x2);
  for (const [name2, at2] of Object.entries(says3.places ?? {})) values[name2] = called(parse(at2, context), traces);
  return t3(key, values);
}
function way(says3, words, context, traces) {
  return message("note", says3, context, traces) ?? words;
}
function noteSays(note, context, traces) {
  return message("note", note.says, context, traces) ?? note.text;
}
function refusalSays(refusal) {
  return message("error", refusal.says, 0, []) ?? refusal.error;
}
var remarks = ["authors", "leftOut", "normFirst", "nothingAttended"];
var remark = (note) => remarks.includes(note.says?.key ?? "");
var toldBeside = (note) => note.says?.key === "authors";

// src/dialogs.tsx
function Dialog({ title: title2, children }) {
  const page2 = usePage();
  const box = T2(null);
  A2(() => {
    const before = document.activeElement;
    box.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return /* @__PURE__ */ a3("dialog", { ref: box, "aria-label": title2, onClose: () => page2.set({ dialog: "" }), onClick: (e3) => e3.target === box.current && box.current?.close(), children: [
    /* @__PURE__ */ a3("header", { children: [
      /* @__PURE__ */ a3("h2", { children: title2 }),
      /* @__PURE__ */ a3("button", { type: "button", onClick: () => box.current?.close(), children: t3("close") })
    ] }),
    children
  ] });
}
var keys2 = [
  [["←", "→"], "keyStep"],
  [["Home", "End"], "keyEnds"],
  [["1", "…", "7"], "keyDigits"],
  [["space"], "keyPlay"],
  [["A", "B"], "keyContext"],
  [["W"], "keyWeights"],
  [["Enter"], "keyEdit"],
  [["P"], "keyPin"],
  [["D"], "keyNext"],
  [["←", "→", "↑", "↓"], "keyHandle"],
  [["F"], "keyFit"],
  [["Ctrl Z"], "keyUndo"],
  [["Ctrl Shift Z"], "keyRedo"],
  [["?"], "keyAll"],
  [["Esc"], "keyClose"]
];
var trainingKeys = [
  [["←", "→"], "keySteps"],
  [["Home", "End"], "keyEnds"],
  [["space"], "keyPlay"],
  [["T"], "keyTrails"],
  [["F"], "keyFitStep"],
  [["?"], "keyAll"],
  [["Esc"], "keyClose"]
];
function Dialogs() {
  const page2 = usePage();
  if (page2.dialog === "keys") {
    return /* @__PURE__ */ a3(Dialog, { title: t3("keys"), children: /* @__PURE__ */ a3("dl", { class: "keys", children: (page2.tab === "training" ? trainingKeys : keys2).map(([list, does]) => /* @__PURE__ */ a3("div", { children: [
      /* @__PURE__ */ a3("dt", { children: list.map((k2) => k2 === "…" ? " … " : /* @__PURE__ */ a3("kbd", { children: k2 === "space" ? t3("space") : k2 }, k2)) }),
      /* @__PURE__ */ a3("dd", { children: t3(does) })
    ] }, does)) }) });
  }
  return page2.dialog === "compare" ? /* @__PURE__ */ a3(Compare, {}) : null;
}
function Compare() {
  const traces = usePage().answer?.walk.traces ?? [];
  return /* @__PURE__ */ a3(Dialog, { title: t3("compareTitle"), children: /* @__PURE__ */ a3("table", { class: "compare", children: [
    /* @__PURE__ */ a3("thead", { children: /* @__PURE__ */ a3("tr", { children: [
      /* @__PURE__ */ a3("th", { scope: "col", children: t3("place") }),
      /* @__PURE__ */ a3("th", { scope: "col", children: t3("stated") }),
      /* @__PURE__ */ a3("th", { scope: "col", children: t3("formulaGives") }),
      /* @__PURE__ */ a3("th", { scope: "col", children: t3("smallestChange") })
    ] }) }),
    /* @__PURE__ */ a3("tbody", { children: traces.flatMap(
      (trace, c3) => trace.checks.map((k2) => /* @__PURE__ */ a3("tr", { children: [
        /* @__PURE__ */ a3("th", { scope: "row", children: [
          /* @__PURE__ */ a3("b", { children: letter(c3) }),
          " ",
          called(parse(k2.at, c3), traces)
        ] }),
        /* @__PURE__ */ a3("td", { children: number(k2.stated) }),
        /* @__PURE__ */ a3("td", { children: number(k2.formula) }),
        /* @__PURE__ */ a3("td", { children: [
          way(k2.ways[0], k2.needs, c3, traces),
          k2.or !== void 0 && /* @__PURE__ */ a3($, { children: [
            "; ",
            t3("or", { other: way(k2.ways[1], k2.or, c3, traces) })
          ] })
        ] })
      ] }, `${c3}${k2.at}`))
    ) })
  ] }) });
}
function beside(box) {
  const edge = document.querySelector(".column")?.getBoundingClientRect().right ?? 0;
  if (edge > 0 && edge + 390 < innerWidth) {
    const top2 = Math.max(70, Math.min(box.top - 24, innerHeight - 190));
    return { left: `${edge + 10}px`, top: `${top2}px` };
  }
  const left2 = `${Math.max(8, Math.min(box.left, innerWidth - 380))}px`;
  return box.bottom + 130 < innerHeight ? { left: left2, top: `${box.bottom + 8}px` } : { left: left2, bottom: `${innerHeight - box.top + 8}px` };
}
function PopOver() {
  const { hover, editing, dragging, answer } = usePage();
  if (hover === null || editing !== "" || dragging) return null;
  const { part, box } = hover;
  const how = part.how ?? [];
  const full = String(part.value ?? "").replace("-", "−");
  if (how.length === 0 && full === part.text && part.from === void 0) return null;
  const style = beside(box);
  return /* @__PURE__ */ a3("div", { class: "popover", role: "tooltip", style, children: [
    how.length > 0 && /* @__PURE__ */ a3("p", { class: "formula", children: [
      part.at !== void 0 && /* @__PURE__ */ a3($, { children: [
        called(part.at, answer?.walk.traces ?? []),
        " = "
      ] }),
      how.map((p3, i3) => /* @__PURE__ */ a3(Words, { part: p3, middle: false }, i3))
    ] }),
    full !== part.text && /* @__PURE__ */ a3("p", { class: "formula", children: t3("inFull", { value: full }) }),
    /* @__PURE__ */ a3("p", { class: "hint", children: [
      part.from !== void 0 && t3("inputs"),
      " ",
      part.edit === true && t3("keepOpen")
    ] })
  ] });
}

// src/server.ts
var longest = 8e3;
function fetched(what, init, away) {
  return answered(() => tried(what, init), away);
}
async function answered(ask3, away) {
  for (let pause = 500; ; pause = Math.min(longest, 2 * pause)) {
    const answer = await ask3();
    if (answer !== null) {
      if (pause > 500) away(false);
      return answer;
    }
    away(true);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
function tried(what, init) {
  return reached(async () => {
    const answer = await fetch(what, init);
    if (gone(answer)) return null;
    return new Response(await answer.arrayBuffer(), answer);
  });
}
var gone = (answer) => [502, 503, 504].includes(answer.status);
async function reached(request3) {
  try {
    return await request3();
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

// src/state.ts
function stated(text2) {
  return text2 === "" ? null : JSON.parse(text2);
}
var escapes = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029" };
function written(state) {
  return JSON.stringify(state).replace(/[<>&\u2028\u2029]/g, (c3) => escapes[c3] ?? c3);
}

// src/files.ts
var saved = stated(text("state"));
var recording = text("recording") === "" ? null : JSON.parse(text("recording"));
function text(name2) {
  return document.getElementById(name2)?.textContent ?? "";
}
function bytes(base642) {
  return Uint8Array.from(atob(base642), (c3) => c3.charCodeAt(0));
}
async function read(name2, away = () => {
}) {
  if (saved === null) {
    const answer = await fetched(new URL(name2, document.baseURI), {}, away);
    if (!answer.ok) throw new Error(`${name2}: ${answer.status}`);
    return answer;
  }
  return new Response(new Blob([bytes(text(name2))]).stream().pipeThrough(new DecompressionStream("gzip")));
}
function work() {
  if (saved === null) return new Worker(new URL("worker.js", document.baseURI));
  const worker = new Worker(URL.createObjectURL(new Blob([text("worker.js")], { type: "text/javascript" })));
  const engine = bytes(text("heed.wasm.gz"));
  worker.postMessage({ engine }, [engine.buffer]);
  return worker;
}
async function ask([operation, request3]) {
  const answer = await fetch(new URL(`api/v1/${operation}`, document.baseURI), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request3) });
  if (answer.ok) return answer;
  const { error, detail } = await answer.json();
  throw new Error(error ?? detail ?? String(answer.status));
}

// src/origin.ts
function lessonFile(page2) {
  return { name: `${page2.name}.json`, text: JSON.stringify(page2.lesson, null, 2) + "\n" };
}
async function hash(text2) {
  if (crypto.subtle === void 0) return "";
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text2)));
  return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
async function origin(page2) {
  if (page2.model !== null) return { source: page2.model.name, sha256: page2.answer?.walk.source.sha256 ?? "", kept: true };
  const shipped = page2.lessons.find((l3) => l3.name === page2.name)?.sha256;
  if (shipped !== void 0 && page2.unchanged()) return { source: `lesson:${page2.name}`, sha256: shipped, kept: true };
  const file2 = lessonFile(page2);
  return { source: file2.name, sha256: await hash(file2.text), kept: false };
}
async function version() {
  if (saved !== null) return saved.version;
  return (await (await read("api/v1/version")).json()).version;
}
async function sourced(page2, walk2) {
  const { source: name2, sha256 } = await origin(page2);
  const { name: _3, ...rest } = walk2.source;
  const source2 = { name: name2, sha256, ...rest, version: await version() };
  return { ...walk2, source: source2 };
}
function quoted(word) {
  return /^[\w:./-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}
function byHand(page2) {
  if (page2.resumed && (recording?.changed ?? []).length > 0) return true;
  return page2.model !== null && (page2.lesson.changes ?? []).length > 0;
}
function request(page2) {
  return `curl -s ${new URL("api/v1/models/walk", document.baseURI)} -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(page2.lesson))}`;
}
function asked(page2) {
  const walk2 = page2.answer?.walk;
  if (page2.model === null || walk2 === void 0) return "";
  return ` --layer ${walk2.source.layer} --head ${walk2.source.head} --word ${quoted(walk2.traces[0]?.word ?? "")}${walk2.traces.map((trace) => ` ${quoted(trace.text)}`).join("")}`;
}
function verifying(page2, source2) {
  return page2.model === null ? command(page2, "verify", source2) : `heed verify --source ${quoted(source2)} ${quoted(page2.answer?.walk.traces[0]?.text ?? "")}`;
}
function command(page2, verb, source2, rest = "") {
  return `heed ${verb} --source ${quoted(source2)}${page2.view.formula ? " --formula" : ""}${asked(page2)}${rest}`;
}

// src/zip.ts
function zip(files) {
  const parts2 = [];
  const directory = [];
  let at2 = 0;
  for (const { name: name2, data } of files) {
    const text2 = new TextEncoder().encode(name2);
    const about = [20, 0, 0, 0, 33, crc(data), data.length, data.length, text2.length, 0];
    const local = record("4 2 2 2 2 2 4 4 4 2 2", [67324752, ...about]);
    directory.push(record("4 2 2 2 2 2 2 4 4 4 2 2 2 2 2 4 4", [33639248, 20, ...about, 0, 0, 0, 0, at2]), text2);
    parts2.push(local, text2, data);
    at2 += local.length + text2.length + data.length;
  }
  const size2 = directory.reduce((sum, part) => sum + part.length, 0);
  return new Blob([...parts2, ...directory, record("4 2 2 2 2 4 4 2", [101010256, 0, 0, files.length, files.length, size2, at2, 0])], { type: "application/zip" });
}
function record(form, numbers) {
  const sizes = form.split(" ").map(Number);
  const view = new DataView(new ArrayBuffer(sizes.reduce((sum, n2) => sum + n2, 0)));
  let at2 = 0;
  sizes.forEach((size2, i3) => {
    if (size2 === 4) view.setUint32(at2, numbers[i3] ?? 0, true);
    else view.setUint16(at2, numbers[i3] ?? 0, true);
    at2 += size2;
  });
  return new Uint8Array(view.buffer);
}
function crc(data) {
  let c3 = ~0;
  for (const byte of data) {
    c3 ^= byte;
    for (let bit = 0; bit < 8; bit++) c3 = c3 >>> 1 ^ 3988292384 & -(c3 & 1);
  }
  return ~c3 >>> 0;
}

// src/numbers.ts
function shortest(x2) {
  if (Number.isNaN(x2)) return "NaN";
  if (!Number.isFinite(x2)) return x2 > 0 ? "+Inf" : "-Inf";
  const [mantissa = "", exponent = ""] = x2.toExponential().split("e");
  if (Number(exponent) >= -4 && Number(exponent) < 6) return Object.is(x2, -0) ? "-0" : String(x2);
  return `${mantissa}e${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, "0")}`;
}
function json(value) {
  if (typeof value === "number") return shortest(value);
  if (Array.isArray(value)) return `[${value.map(json).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).filter(([, v3]) => v3 !== void 0);
  return `{${fields.map(([key, v3]) => `${JSON.stringify(key)}:${json(v3)}`).join(",")}}`;
}
function tensors(t4) {
  const [maps, bias] = [t4.maps ?? {}, t4.bias ?? {}];
  return [
    ...matrix("embed", t4.embed),
    ...matrix("q", t4.q),
    ...matrix("k", t4.k),
    ...matrix("v", t4.v),
    ...matrix("scores", t4.scores),
    ...matrix("scaled", t4.scaled),
    ...matrix("masked", t4.masked?.map((row, i3) => row.map((x2, j3) => x2 ?? (typeof t4.scaled?.[i3]?.[j3] === "number" ? -Infinity : null)))),
    // JSON has no −∞, which is what a mask adds
    ...matrix("weights", t4.weights),
    ...parts(t4),
    ...matrix("output", t4.output),
    ...matrix("projected", t4.projected),
    ...matrix("y", t4.y),
    ...shift("shift", t4.shift),
    ...shift("share", t4.share),
    ...matrix("maps.q", maps.q),
    ...matrix("maps.k", maps.k),
    ...matrix("maps.v", maps.v),
    ...matrix("maps.o", maps.o),
    ...vector("bias.q", bias.q),
    ...vector("bias.k", bias.k),
    ...vector("bias.v", bias.v),
    ...vector("bias.o", bias.o)
  ];
}
function matrix(name2, rows) {
  return rows === void 0 ? [] : [{ name: name2, shape: [rows.length, rows[0]?.length ?? 0], data: rows.flat() }];
}
function vector(name2, row) {
  return row === void 0 ? [] : [{ name: name2, shape: [row.length], data: row }];
}
function parts({ parts: parts2, focus }) {
  const one = parts2?.[0];
  return parts2 === void 0 || one === void 0 ? [] : [{ name: "parts", shape: [parts2.length, one.length, one[0]?.length ?? 0], data: parts2.flat(2), first: focus }];
}
function shift(name2, s3) {
  if (s3 === void 0) return [];
  const n2 = s3.towards.length;
  const towards = [
    { name: `${name2}.towards.signed`, shape: [n2], data: s3.towards.map((x2) => x2.signed) },
    { name: `${name2}.towards.distance`, shape: [n2, 2], data: s3.towards.flatMap((x2) => x2.distance) },
    { name: `${name2}.towards.cosine`, shape: [n2, 2], data: s3.towards.flatMap((x2) => x2.cosine) }
  ];
  return [...vector(`${name2}.from`, s3.from), ...vector(`${name2}.to`, s3.to), { name: `${name2}.length`, shape: [], data: [s3.length] }, ...n2 > 0 ? towards : []];
}
function walkJson(walk2) {
  return json(walk2) + "\n";
}
function csv(walk2) {
  const lines = ["trace,tensor,i,j,c,value"];
  walk2.traces.forEach((trace, n2) => {
    for (const tensor of tensors(trace)) {
      tensor.data.forEach((x2, at2) => lines.push([n2, tensor.name, ...indices(tensor, at2), shortest(x2 ?? NaN)].join(",")));
    }
  });
  return lines.join("\n") + "\n";
}
function indices(t4, at2) {
  const index = ["", "", ""];
  for (let axis = t4.shape.length - 1; axis >= 0; axis--) {
    const size2 = t4.shape[axis] ?? 1;
    index[axis] = at2 % size2;
    at2 = Math.floor(at2 / size2);
  }
  if (t4.first !== void 0) index[0] = t4.first[Number(index[0])] ?? 0;
  return index;
}
function npz(walk2) {
  return zip(walk2.traces.flatMap((trace, n2) => tensors(trace).map((t4) => ({ name: `${n2}.${t4.name}.npy`, data: npy(t4) }))));
}
function npy(t4) {
  const says3 = `{'descr': '<f8', 'fortran_order': False, 'shape': (${t4.shape.map((n2) => `${n2},`).join("")}), }`;
  const before = 10;
  const header = says3.padEnd(Math.ceil((before + says3.length + 1) / 64) * 64 - before - 1) + "\n";
  const data = new Uint8Array(before + header.length + 8 * t4.data.length);
  data.set(new TextEncoder().encode(header), before);
  data.set([147, ...new TextEncoder().encode("NUMPY"), 1, 0]);
  const view = new DataView(data.buffer);
  view.setUint16(8, header.length, true);
  t4.data.forEach((x2, i3) => view.setFloat64(before + header.length + 8 * i3, x2 ?? NaN, true));
  return data;
}

// src/offline.ts
var source = saved === null ? "" : "<!doctype html>\n" + document.documentElement.outerHTML;
async function base64(blob) {
  const reader = new FileReader();
  const read4 = new Promise((resolve) => reader.onload = resolve);
  reader.readAsDataURL(blob);
  await read4;
  return String(reader.result).replace(/^[^,]*,/, "");
}
async function offline(state, recording2 = "") {
  let text2 = source;
  if (saved === null) {
    const file2 = async (name2) => await fetch(new URL(name2, document.baseURI));
    const [page2, engine] = await Promise.all([file2("offline.txt").then((f4) => f4.text()), file2("heed.wasm.gz").then((f4) => f4.blob())]);
    text2 = put(put(page2, "heed.wasm.gz", await base64(engine)), "recording", recording2);
  }
  return new Blob([put(text2, "state", written(state))], { type: "text/html" });
}
function put(page2, name2, text2) {
  const from = page2.indexOf(">", page2.indexOf(` id="${name2}"`)) + 1;
  return page2.slice(0, from) + text2 + page2.slice(page2.indexOf("<", from));
}

// src/share.ts
function save(name2, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name2;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1e3);
}
async function copyLink(page2) {
  await navigator.clipboard.writeText(location.href);
  page2.set({ said: t3("copied") });
}
function saveLesson(page2) {
  const { name: name2, text: text2 } = lessonFile(page2);
  save(name2, new Blob([text2], { type: "application/json" }));
}
async function savePage(page2) {
  if (page2.model !== null) {
    const recording2 = await page2.record();
    const at2 = await (saved === null ? page2.address(null) : page2.address());
    return save(`${page2.name}.html`, await offline({ heed: 1, kind: "walk", at: at2, version: await version() }, recording2));
  }
  const own2 = saved?.lesson?.name === page2.name ? { lesson: saved.lesson } : {};
  save(`${page2.name}.html`, await offline({ heed: 1, kind: "lesson", at: await page2.address(), version: await version(), ...own2 }));
}
var styles = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "font-family", "font-size", "font-style", "font-weight", "paint-order"];
function picture() {
  const svg = document.querySelector(".plane .picture");
  if (svg === null) return null;
  const copy = svg.cloneNode(true);
  const [from, to] = [svg.querySelectorAll("*"), copy.querySelectorAll("*")];
  from.forEach((element, i3) => {
    const [computed, target] = [getComputedStyle(element), to[i3]];
    for (const name2 of styles) target?.style.setProperty(name2, computed.getPropertyValue(name2));
    target?.removeAttribute("class");
  });
  from.forEach((element, i3) => {
    if (element.matches(".handle, .ringed, .reach")) to[i3]?.remove();
  });
  const box = svg.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
  copy.style.background = getComputedStyle(document.body).backgroundColor;
  return { text: new XMLSerializer().serializeToString(copy), width: box.width, height: box.height };
}
function saveSvg(page2) {
  const drawing = picture();
  if (drawing !== null) save(`${page2.name}.svg`, new Blob([drawing.text], { type: "image/svg+xml" }));
}
async function faces() {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule).map((rule) => whole(rule.cssText, sheet.href ?? document.baseURI)));
  return `<style>${(await Promise.all(rules)).join("")}</style>`;
}
async function whole(rule, sheet) {
  const url2 = /url\("([^"]*)"\)/.exec(rule)?.[1] ?? "";
  if (url2.startsWith("data:")) return rule;
  const file2 = await (await fetch(new URL(url2, sheet))).blob();
  return rule.replace(url2, `data:font/ttf;base64,${await base64(file2)}`);
}
async function png() {
  const drawing = picture();
  if (drawing === null) throw new Error("no picture");
  const style = await faces();
  const image = new Image();
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(drawing.text.replace(/<svg[^>]*>/, (tag) => tag + style));
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [drawing.width * 2, drawing.height * 2];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => blob === null ? reject(new Error("no picture")) : resolve(blob)));
}
async function savePng(page2) {
  save(`${page2.name}.png`, await png());
}
async function copyFigure(page2) {
  await navigator.clipboard.write([new ClipboardItem({ "image/png": png() })]);
  page2.set({ said: t3("figureCopied") });
}
async function saveNumbers(page2, kind, write2) {
  const walk2 = page2.answer?.walk;
  if (walk2 !== void 0) save(`${page2.name}-numbers.${kind}`, new Blob([write2(await sourced(page2, walk2))]));
}
var saveJson = (page2) => saveNumbers(page2, "json", walkJson);
var saveCsv = (page2) => saveNumbers(page2, "csv", csv);
var saveNpz = (page2) => saveNumbers(page2, "npz", npz);
async function print(page2, format) {
  const answer = await ask(page2.asking(`figure?format=${format}`));
  save(`${page2.name}-print.${format}`, await answer.blob());
}
var printPdf = (page2) => print(page2, "pdf");
var printSvg = (page2) => print(page2, "svg");

// src/about.tsx
function useAsked(asked2) {
  const [known2, set2] = d2({});
  A2(() => {
    asked2().then((value) => set2({ value }), (why) => set2({ error: String(why) }));
  }, []);
  return known2;
}
function About() {
  const page2 = usePage();
  const from = useAsked(() => origin(page2)).value;
  const heed = useAsked(version);
  const source2 = page2.answer?.walk.source;
  return /* @__PURE__ */ a3(Dialog, { title: t3("about"), children: /* @__PURE__ */ a3("div", { class: "about-numbers", children: [
    /* @__PURE__ */ a3("dl", { children: [
      /* @__PURE__ */ a3(Fact, { name: "aboutSource", value: from === void 0 ? "" : `${from.source}${source2?.title === void 0 ? "" : `, ${source2.title}`}` }),
      /* @__PURE__ */ a3(Fact, { name: "aboutHash", value: from?.sha256 === "" ? t3("aboutNoHash") : from?.sha256 ?? "" }),
      /* @__PURE__ */ a3(Fact, { name: "aboutTokenizer", value: source2?.tokenizer ?? "" }),
      /* @__PURE__ */ a3(Fact, { name: "aboutPrecision", value: source2?.precision ?? "" }),
      /* @__PURE__ */ a3(Fact, { name: "aboutVersion", value: heed.value ?? heed.error ?? "" })
    ] }),
    saved === null && /* @__PURE__ */ a3(Measured, {}),
    from !== void 0 && /* @__PURE__ */ a3(Commands, { from })
  ] }) });
}
function Fact({ name: name2, value }) {
  return /* @__PURE__ */ a3("div", { "data-fact": name2, children: [
    /* @__PURE__ */ a3("dt", { children: t3(name2) }),
    /* @__PURE__ */ a3("dd", { children: value })
  ] });
}
function power(x2) {
  if (x2 === null) return t3("beyond");
  const [mantissa = "", exponent = ""] = x2.toExponential(1).split("e");
  return x2 === 0 ? "0" : `${mantissa.replace(".0", "")} × 10${superscript(Number(exponent))}`;
}
function Measured() {
  const page2 = usePage();
  const { value, error } = useAsked(async () => (await (await ask(page2.asking("verify"))).json()).checks);
  return /* @__PURE__ */ a3($, { children: [
    /* @__PURE__ */ a3("h3", { children: t3("measured") }),
    error !== void 0 && /* @__PURE__ */ a3("p", { class: "wrong", children: t3("notDone", { why: error }) }),
    value === void 0 && error === void 0 && /* @__PURE__ */ a3("p", { role: "status", children: t3("measuring") }),
    value !== void 0 && /* @__PURE__ */ a3(Checks, { list: value })
  ] });
}
function Checks({ list }) {
  return /* @__PURE__ */ a3($, { children: [
    /* @__PURE__ */ a3("p", { children: t3(usePage().model === null ? "measuredHow" : "measuredModel") }),
    /* @__PURE__ */ a3("table", { class: "compare", children: [
      /* @__PURE__ */ a3("thead", { children: /* @__PURE__ */ a3("tr", { children: [
        /* @__PURE__ */ a3("th", { scope: "col", children: t3("claim") }),
        /* @__PURE__ */ a3("th", { scope: "col", children: t3("errorFound") }),
        /* @__PURE__ */ a3("th", { scope: "col", children: t3("errorLimit") })
      ] }) }),
      /* @__PURE__ */ a3("tbody", { children: list.map((c3) => /* @__PURE__ */ a3("tr", { class: c3.error !== null && c3.error <= c3.limit ? "" : "wrong", "data-error": c3.error, children: [
        /* @__PURE__ */ a3("th", { scope: "row", children: translated(c3.claim) }),
        /* @__PURE__ */ a3("td", { children: power(c3.error) }),
        /* @__PURE__ */ a3("td", { children: power(c3.limit) })
      ] }, c3.claim)) })
    ] })
  ] });
}
function Commands({ from }) {
  const page2 = usePage();
  const hand = byHand(page2);
  const walk2 = (rest) => command(page2, "walk", from.source, rest);
  return /* @__PURE__ */ a3($, { children: [
    /* @__PURE__ */ a3("h3", { children: t3("commands") }),
    hand && /* @__PURE__ */ a3("p", { children: t3(page2.resumed ? "aboutRecorded" : "aboutByHand") }),
    !from.kept && /* @__PURE__ */ a3("p", { children: [
      t3("aboutChanged"),
      " ",
      /* @__PURE__ */ a3("button", { type: "button", class: "way", onClick: () => saveLesson(page2), children: t3("saveLesson") })
    ] }),
    /* @__PURE__ */ a3(Command, { text: hand && !page2.resumed ? request(page2) : walk2(" --json"), does: "commandNumbers" }),
    (!hand || page2.resumed) && /* @__PURE__ */ a3(Command, { text: walk2(` -o ${quoted(`${page2.name}.pdf`)}`), does: "commandFigure" }),
    (!hand || page2.resumed) && /* @__PURE__ */ a3(Command, { text: walk2(` -o ${quoted(`${page2.name}.html`)}`), does: "commandPage" }),
    /* @__PURE__ */ a3(Command, { text: verifying(page2, from.source), does: "commandVerify" }),
    saved !== null && /* @__PURE__ */ a3("p", { children: t3("measureSaved") })
  ] });
}
function Command({ text: text2, does }) {
  const page2 = usePage();
  const copy = async () => {
    await navigator.clipboard.writeText(text2);
    page2.set({ said: t3("commandCopied") });
  };
  return /* @__PURE__ */ a3("p", { class: "command", "data-command": does, children: [
    /* @__PURE__ */ a3("span", { children: t3(does) }),
    /* @__PURE__ */ a3("code", { children: text2 }),
    /* @__PURE__ */ a3("button", { type: "button", class: "way", "aria-label": `${t3("copyCommand")}: ${t3(does)}`, onClick: () => void copy(), children: t3("copyCommand") })
  ] });
}

// src/away.tsx
function Away() {
  const { away } = usePage();
  return /* @__PURE__ */ a3("p", { class: away ? "away" : "spoken", role: "status", children: away ? t3("away") : "" });
}

// src/plane.ts
function fit(w3, width, height, right2) {
  const [across, tall] = [w3.maxX - w3.minX, w3.maxY - w3.minY];
  const scale = Math.max(1e-300, Math.min((width - right2) / across, height / tall));
  const spareX = width - right2 - across * scale;
  const spareY = height - tall * scale;
  return { width, height, scale, left: spareX / (right2 > 0 ? 8 : 2) - w3.minX * scale, top: spareY / 2 + w3.maxY * scale };
}
function toPx(f4, p3) {
  return { x: f4.left + p3.x * f4.scale, y: f4.top - p3.y * f4.scale };
}
function toPlane(f4, p3) {
  return [(p3.x - f4.left) / f4.scale, (f4.top - p3.y) / f4.scale];
}
function gestured(w3, f4, own2, from, to, times) {
  const size2 = (v3) => Math.max(v3.maxX - v3.minX, v3.maxY - v3.minY);
  const by = Math.max(size2(w3) / (20 * size2(own2)), Math.min(200 * size2(w3) / size2(own2), times));
  const [x2, y3] = toPlane(f4, from);
  const scale = f4.scale * by;
  const unit = 10 ** Math.floor(Math.log10(0.1 / scale));
  const round = (v3) => Number((Math.round(v3 / unit) * unit).toPrecision(12));
  const [across, up] = [(to.x - from.x) / scale, (to.y - from.y) / scale];
  const at2 = (v3, centre) => centre + (v3 - centre) / by;
  return { minX: round(at2(w3.minX, x2) - across), minY: round(at2(w3.minY, y3) + up), maxX: round(at2(w3.maxX, x2) - across), maxY: round(at2(w3.maxY, y3) + up) };
}
function wheeled(by, px) {
  return 0.998 ** (px ? by : 30 * by);
}
function middle(a4, b) {
  return between(a4, b, 0.5);
}
function rescaled(f4, own2, right2) {
  const times = f4.scale / fit(own2, f4.width, f4.height, right2).scale;
  return times < 0.6 || times > 1.7;
}
function beyond(f4, p3, width, height) {
  if (p3 === void 0) return false;
  return p3.x < 0 || p3.y < 0 || p3.x > f4.width || p3.y > f4.height || p3.x > f4.width - width && p3.y < height;
}
function snap(f4, [x2, y3], to) {
  const unit = to > 0 ? to : 10 ** Math.floor(Math.log10(1 / f4.scale));
  const round = (v3) => Number((Math.round(v3 / unit) * unit).toPrecision(12));
  return [round(x2), round(y3)];
}
function beside2(p3, dx, dy) {
  return [Number((p3.x + dx).toPrecision(12)), Number((p3.y + dy).toPrecision(12))];
}
function stepOf(f4, least) {
  const decade = 10 ** Math.floor(Math.log10(least / f4.scale));
  return [1, 2, 5, 10].map((m3) => m3 * decade).find((s3) => s3 * f4.scale >= least) ?? 10 * decade;
}
function ticks(f4, step, along2) {
  const [a4, b] = [toPlane(f4, { x: 0, y: f4.height }), toPlane(f4, { x: f4.width, y: 0 })];
  const [from, to] = along2 === "x" ? [a4[0], b[0]] : [a4[1], b[1]];
  const list = [];
  for (let n2 = Math.ceil(from / step); n2 * step <= to && list.length < 500; n2++) {
    const at2 = Number((n2 * step).toPrecision(12));
    const p3 = toPx(f4, { x: at2, y: at2 });
    list.push({ at: at2, px: along2 === "x" ? p3.x : p3.y });
  }
  return list;
}
var minus2 = (a4, b) => ({ x: a4.x - b.x, y: a4.y - b.y });
var plus = (a4, u3, times) => ({ x: a4.x + u3.x * times, y: a4.y + u3.y * times });
function distance(a4, b) {
  return Math.hypot(b.x - a4.x, b.y - a4.y);
}
function direction(a4, b) {
  const d3 = minus2(b, a4);
  const length = Math.hypot(d3.x, d3.y);
  return length === 0 ? { x: 1, y: 0 } : { x: d3.x / length, y: d3.y / length };
}
function arrow(from, to, stroke2) {
  const whole2 = distance(from, to);
  const length = Math.min(Math.max(7, 4.2 * stroke2), 0.6 * whole2);
  const u3 = direction(from, to);
  const neck = plus(to, u3, -length);
  const side2 = { x: -u3.y, y: u3.x };
  return { from, neck, head: [to, plus(neck, side2, 0.36 * length), plus(neck, side2, -0.36 * length)], tiny: whole2 < 0.5 };
}
function chevron(e3, y3) {
  const whole2 = distance(e3, y3);
  if (whole2 < 5) return null;
  const u3 = direction(e3, y3);
  const [from, tip] = [plus(e3, u3, Math.min(11, whole2 * 0.3)), plus(y3, u3, -Math.min(3, whole2 * 0.1))];
  const size2 = Math.min(1, distance(from, tip) / 12);
  const [back, side2] = [plus(tip, u3, -9 * size2), { x: -u3.y, y: u3.x }];
  return { line: [from, tip], head: [plus(back, side2, 5 * size2), tip, plus(back, side2, -5 * size2)] };
}
function between(a4, b, t4) {
  return { x: a4.x + (b.x - a4.x) * t4, y: a4.y + (b.y - a4.y) * t4 };
}
function ease(t4) {
  return t4 < 0.5 ? 2 * t4 * t4 : 1 - (2 - 2 * t4) ** 2 / 2;
}
function cause(m3, marks2) {
  const of = m3.of[0];
  const row = of?.index?.at(-1);
  const tip = (tensor) => marks2.find((o4) => o4.kind === "arrow" && o4.of.some((r3) => r3.trace === of?.trace && r3.tensor === tensor && r3.index?.at(-1) === row))?.points[1];
  switch (m3.role) {
    case "query":
    case "key":
      return tip("embed");
    case "value":
      return of?.tensor === "parts" ? tip("v") ?? tip("embed") : tip("embed");
    case "output":
      return m3.kind === "arrow" ? tip("parts") : m3.points[0];
  }
  return m3.points[0];
}
function gridLines(rows, n2) {
  const image = (x2, y3) => ({ x: x2 * rows[0][0] + y3 * rows[1][0], y: x2 * rows[0][1] + y3 * rows[1][1] });
  const lines = [];
  for (let i3 = -n2; i3 <= n2; i3++) lines.push([image(i3, -n2), image(i3, n2)], [image(-n2, i3), image(n2, i3)]);
  return lines;
}
function gridCircle(rows) {
  return Array.from({ length: 72 }, (_3, i3) => {
    const [c3, s3] = [Math.cos(i3 * Math.PI / 36), Math.sin(i3 * Math.PI / 36)];
    return { x: c3 * rows[0][0] + s3 * rows[1][0], y: c3 * rows[0][1] + s3 * rows[1][1] };
  });
}
function through([x2, y3], reach3) {
  const to = reach3 / Math.max(Math.abs(x2), Math.abs(y3));
  return [{ x: -x2 * to, y: -y3 * to }, { x: x2 * to, y: y3 * to }];
}
function square(reach3, size2) {
  return { width: size2, height: size2, scale: size2 / (2 * reach3), left: size2 / 2, top: size2 / 2 };
}
function gridSquare(rows) {
  const [a4, b] = rows;
  return [{ x: 0, y: 0 }, { x: a4[0], y: a4[1] }, { x: a4[0] + b[0], y: a4[1] + b[1] }, { x: b[0], y: b[1] }];
}
function along(r3, x2) {
  const at2 = (v3) => r3.log ? Math.log1p(v3) : v3;
  const whole2 = at2(r3.to) - at2(r3.from);
  return r3.start + (whole2 === 0 ? 0 : (at2(x2) - at2(r3.from)) / whole2 * (r3.end - r3.start));
}
function nearest(r3, numbers, px) {
  let best = 0;
  numbers.forEach((x2, i3) => {
    if (Math.abs(along(r3, x2) - px) < Math.abs(along(r3, numbers[best] ?? 0) - px)) best = i3;
  });
  return best;
}
function early(steps) {
  return (steps[Math.floor(steps.length / 2)] ?? 0) < (steps.at(-1) ?? 0) / 10;
}
function marks(r3, least) {
  const list = [];
  if (r3.log) {
    for (let x2 = 1; x2 <= r3.to; x2 *= 10) list.push(x2);
    if (Math.abs(along(r3, r3.to) - along(r3, list.at(-1) ?? 0)) >= least / 2) list.push(r3.to);
    return [0, ...list].filter((x2) => x2 >= r3.from);
  }
  const scale = Math.abs(r3.end - r3.start) / (r3.to - r3.from);
  if (!Number.isFinite(scale) || scale <= 0) return [r3.from];
  const decade = 10 ** Math.floor(Math.log10(least / scale));
  const step = [1, 2, 5, 10].map((m3) => m3 * decade).find((s3) => s3 * scale >= least * 0.999) ?? decade;
  for (let n2 = Math.ceil(r3.from / step - 1e-9); n2 * step <= r3.to + step * 1e-9; n2++) list.push(Number((n2 * step).toPrecision(12)));
  return list;
}
function decimals(list) {
  const gap = Math.abs((list[1] ?? 1) - (list[0] ?? 0));
  return Math.max(0, Math.ceil(-Math.log10(gap) - 1e-9));
}
function bounds(lists) {
  let [from, to] = [Infinity, -Infinity];
  for (const x2 of lists.flat()) if (x2 !== null) [from, to] = [Math.min(from, x2), Math.max(to, x2)];
  if (!(to >= from)) return [0, 1];
  const room = to > from ? (to - from) * 0.06 : 0.5;
  return [from - room, to + room];
}
function spread(wanted2, gap, from, to) {
  const order2 = wanted2.map((at2, i3) => ({ at: at2, i: i3 })).sort((a4, b) => a4.at - b.at || a4.i - b.i);
  const places2 = order2.map(({ at: at2 }) => Math.max(from, Math.min(to, at2)));
  for (let n2 = 0; n2 < 40; n2++) {
    for (let i3 = 1; i3 < places2.length; i3++) {
      const [a4 = 0, b = 0] = [places2[i3 - 1], places2[i3]];
      if (b - a4 < gap) [places2[i3 - 1], places2[i3]] = [(a4 + b - gap) / 2, (a4 + b + gap) / 2];
    }
    const over = Math.max(0, (places2.at(-1) ?? 0) - to) || Math.min(0, (places2[0] ?? 0) - from);
    if (Math.abs(over) > 0.01) places2.forEach((p3, i3) => places2[i3] = p3 - over);
  }
  const list = wanted2.slice();
  order2.forEach(({ i: i3 }, n2) => list[i3] = places2[n2] ?? 0);
  return list;
}
function heights(list) {
  const most = Math.max(1e-300, ...list.map((x2) => Math.abs(x2 ?? 0)));
  return list.map((x2) => Math.abs(x2 ?? 0) / most);
}
function around(places2) {
  const w3 = { minX: 0, minY: 0, maxX: 0, maxY: 0 };
  for (const [x2, y3] of places2) {
    [w3.minX, w3.maxX] = [Math.min(w3.minX, x2), Math.max(w3.maxX, x2)];
    [w3.minY, w3.maxY] = [Math.min(w3.minY, y3), Math.max(w3.maxY, y3)];
  }
  const room = 0.12 * (Math.max(w3.maxX - w3.minX, w3.maxY - w3.minY) || 1);
  return { minX: w3.minX - room, minY: w3.minY - room, maxX: w3.maxX + room, maxY: w3.maxY + room };
}
function pieces(places2, count) {
  const size2 = Math.max(1, Math.ceil((places2.length - 1) / count));
  const list = [];
  for (let end = places2.length - 1; end > 0; end -= size2) list.unshift(places2.slice(Math.max(0, end - size2), end + 1));
  return list;
}
function below(f4, free) {
  return { ...f4, height: f4.height + free, top: f4.top + free };
}

// src/pull.tsx
var size = 212;
var plain2 = [[1, 0], [0, 1]];
function says(g3) {
  const factor = number(g3.determinant, 4);
  const area = g3.determinant < 0 ? t3("areaFlipped", { factor: number(-g3.determinant, 4) }) : t3("area", { factor });
  const [a4, b] = g3.eigen;
  if (a4 === void 0) return `${area}; ${t3("keepsNone")}`;
  if (b !== void 0 && a4.value === b.value) return `${area}; ${t3("keepsAll", { factor: number(a4.value) })}`;
  const directions = g3.eigen.map((e3) => `(${e3.direction.map((x2) => number(x2, 2)).join(", ")}) × ${number(e3.value, 2)}`).join(", ");
  return `${area}; ${t3("keeps1", { directions })}`;
}
function Pull({ g: g3 }) {
  const page2 = usePage();
  const reach3 = T2(0);
  const most = Math.max(...g3.rows.flat().map(Math.abs));
  if (!page2.dragging || reach3.current === 0) reach3.current = Math.max(2, Math.ceil(most + 0.5));
  const f4 = square(reach3.current, size);
  const at2 = (p3) => toPx(f4, p3);
  const line3 = (points) => "M" + points.map((p3) => `${at2(p3).x.toFixed(2)} ${at2(p3).y.toFixed(2)}`).join("L");
  const lines = (rows) => gridLines(rows, reach3.current).map(line3).join("");
  return /* @__PURE__ */ a3("div", { class: "pull", children: [
    /* @__PURE__ */ a3("svg", { width: size, height: size, class: `grid large ${colour(roles[g3.name], 0)}`, role: "group", "aria-label": t3("pull", { name: g3.name }), children: [
      /* @__PURE__ */ a3("path", { class: "ghost", d: lines(plain2) }),
      /* @__PURE__ */ a3("path", { class: "image", d: lines(g3.rows) }),
      /* @__PURE__ */ a3("polygon", { class: "square", points: gridSquare(g3.rows).map((p3) => `${at2(p3).x},${at2(p3).y}`).join(" ") }),
      /* @__PURE__ */ a3("path", { class: "circle", d: line3(gridCircle(g3.rows)) + "Z" }),
      g3.eigen.map((e3, i3) => /* @__PURE__ */ a3("path", { class: "kept", d: line3(through(e3.direction, reach3.current)) }, i3)),
      [0, 1].map((i3) => /* @__PURE__ */ a3(Basis, { g: g3, row: i3, frame: f4 }, i3))
    ] }),
    /* @__PURE__ */ a3("p", { children: says(g3) })
  ] });
}
function Basis({ g: g3, row, frame: f4 }) {
  const page2 = usePage();
  const grip = T2(null);
  const [x2 = 0, y3 = 0] = g3.rows[row] ?? [];
  const tip = toPx(f4, { x: x2, y: y3 });
  const shape = arrow({ x: f4.left, y: f4.top }, tip, 2.2);
  const set2 = (to) => to.map((value, column) => ({ do: "set", context: 0, at: `maps.${g3.name}[${row},${column}]`, value }));
  const target = (e3) => snap(f4, toPlane(f4, { x: e3.clientX - (grip.current?.x ?? 0), y: e3.clientY - (grip.current?.y ?? 0) }), e3.altKey ? 1 : e3.shiftKey ? 0.5 : 0);
  const end = (e3, keep) => {
    if (grip.current === null) return;
    const to = target(e3);
    grip.current = null;
    page2.set({ dragging: false });
    if (keep) void page2.change(set2(to));
    else page2.drop();
  };
  return /* @__PURE__ */ a3(
    "g",
    {
      class: "basis",
      role: "slider",
      tabIndex: 0,
      "aria-label": t3("image", { name: row === 0 ? "x" : "y", map: g3.name }),
      "aria-valuenow": x2,
      "aria-valuetext": t3("handleAt", { x: fixed(x2, 2), y: fixed(y3, 2) }),
      onPointerDown: (e3) => {
        e3.preventDefault();
        e3.currentTarget.setPointerCapture(e3.pointerId);
        e3.currentTarget.focus();
        grip.current = { x: e3.clientX - tip.x, y: e3.clientY - tip.y };
        page2.set({ dragging: true });
      },
      onPointerMove: (e3) => grip.current !== null && page2.try(set2(target(e3))),
      onPointerUp: (e3) => end(e3, true),
      onPointerCancel: (e3) => end(e3, false),
      onKeyDown: (e3) => {
        const by = e3.shiftKey ? 1 : 0.1;
        const [dx, dy] = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, by], ArrowDown: [0, -by] }[e3.key] ?? [0, 0];
        if (dx === 0 && dy === 0) return;
        e3.preventDefault();
        e3.stopPropagation();
        void page2.change((answer) => {
          const [px = 0, py = 0] = answer.maps.find((m3) => m3.name === g3.name)?.rows[row] ?? [];
          return set2(beside2({ x: px, y: py }, dx, dy));
        }, `pull ${g3.name}${row}`);
      },
      children: [
        /* @__PURE__ */ a3("path", { class: "shaft", d: `M${f4.left} ${f4.top}L${shape.neck.x} ${shape.neck.y}` }),
        /* @__PURE__ */ a3("polygon", { class: "tip", points: shape.head.map((p3) => `${p3.x},${p3.y}`).join(" ") }),
        /* @__PURE__ */ a3("circle", { class: "hit", cx: tip.x, cy: tip.y, r: 20 }),
        /* @__PURE__ */ a3("circle", { class: "ring", cx: tip.x, cy: tip.y, r: 10.6 }),
        /* @__PURE__ */ a3("circle", { class: "grip", cx: tip.x, cy: tip.y, r: 7 })
      ]
    }
  );
}

// src/matrices.tsx
var roles = { Q: "query", K: "key", V: "value", O: "output" };
var W = ({ map }) => /* @__PURE__ */ a3("span", { class: `symbol ${map === "O" ? "" : colour(roles[map], 0)}`, children: [
  /* @__PURE__ */ a3("i", { children: "W" }),
  /* @__PURE__ */ a3("sub", { children: map })
] });
function scores(answer) {
  const pins = answer?.walk.traces[0]?.pins ?? [];
  return pins.filter((p3) => p3.at.startsWith("scores")).map((p3) => number(p3.value)).join(", ");
}
function MapLines({ active }) {
  const page2 = usePage();
  const answer = page2.answer;
  if (answer === null || answer.maps.length === 0) return null;
  const same2 = answer.maps.filter((g3) => g3.says === "identity");
  const none = !answer.maps.some((g3) => g3.says === "given");
  return /* @__PURE__ */ a3("div", { class: "lines maps", children: [
    /* @__PURE__ */ a3("span", { class: "formula middle", children: [
      t3(none ? "noMatrices" : "matrices"),
      " ",
      same2.map((g3, i3) => /* @__PURE__ */ a3($, { children: [
        i3 > 0 && " = ",
        /* @__PURE__ */ a3(W, { map: g3.name })
      ] })),
      same2.length > 0 && t3("identity"),
      answer.maps.filter((g3) => g3.says !== "identity").map((g3, i3) => /* @__PURE__ */ a3($, { children: [
        (i3 > 0 || same2.length > 0) && ", ",
        /* @__PURE__ */ a3(W, { map: g3.name }),
        g3.says === "solved" && /* @__PURE__ */ a3("span", { class: "chip v", children: t3("solvedFrom", { scores: scores(page2.view.formula ? page2.other : answer) }) })
      ] }))
    ] }),
    active && /* @__PURE__ */ a3(Convention, {}),
    active && answer.maps.map((g3) => /* @__PURE__ */ a3("span", { class: "matrix", children: [
      /* @__PURE__ */ a3(W, { map: g3.name }),
      " =",
      " ",
      /* @__PURE__ */ a3("span", { class: "rows", children: [0, 1].map((i3) => /* @__PURE__ */ a3("span", { children: /* @__PURE__ */ a3(Formula, { line: [0, 1].map((j3) => ({ ...page2.view.columns ? cell(g3, j3, i3) : cell(g3, i3, j3), edit: page2.model === null })) }) }, i3)) })
    ] }, g3.name))
  ] });
}
function cell(g3, i3, j3) {
  const value = g3.rows[i3]?.[j3] ?? 0;
  return { text: number(value), context: -1, at: { trace: 0, tensor: `maps.${g3.name}`, index: [i3, j3] }, value };
}
function Convention() {
  const page2 = usePage();
  const { columns } = page2.view;
  const e3 = /* @__PURE__ */ a3("i", { class: "c-e", children: "e" });
  return /* @__PURE__ */ a3("div", { class: "convention", children: [
    /* @__PURE__ */ a3("span", { class: "formula", children: [
      /* @__PURE__ */ a3("i", { class: "c-q", children: "q" }),
      " = ",
      columns ? /* @__PURE__ */ a3(W, { map: "Q" }) : e3,
      " ",
      columns ? e3 : /* @__PURE__ */ a3(W, { map: "Q" })
    ] }),
    /* @__PURE__ */ a3("div", { class: "switch", role: "group", "aria-label": t3("convention"), children: [false, true].map((choice) => /* @__PURE__ */ a3("button", { type: "button", "aria-pressed": columns === choice, onClick: () => page2.look({ columns: choice }), children: t3(choice ? "columns" : "rows") }, String(choice))) }),
    /* @__PURE__ */ a3("small", { children: t3(columns ? "columnsSay" : "rowsSay") })
  ] });
}
function Maps() {
  const page2 = usePage();
  const maps = page2.answer?.maps ?? [];
  const { pulled } = page2;
  const large = maps.find((g3) => g3.name === pulled);
  return useStill(() => JSON.stringify([maps, pulled]), () => maps.length === 0 ? null : /* @__PURE__ */ a3("section", { class: "card", "aria-label": t3("maps"), children: [
    /* @__PURE__ */ a3("h3", { children: t3("maps") }),
    /* @__PURE__ */ a3("div", { class: "grids", children: maps.map((g3) => /* @__PURE__ */ a3("figure", { children: [
      /* @__PURE__ */ a3("button", { type: "button", "aria-label": t3("pull", { name: g3.name }), "aria-expanded": pulled === g3.name, onClick: () => page2.set({ pulled: pulled === g3.name ? "" : g3.name }), children: /* @__PURE__ */ a3(UnitGrid, { g: g3 }) }),
      /* @__PURE__ */ a3("figcaption", { children: [
        /* @__PURE__ */ a3(W, { map: g3.name }),
        " ",
        /* @__PURE__ */ a3("small", { children: g3.says === "identity" ? t3("identity") : g3.says === "solved" ? t3("solved") : t3("determinant", { factor: number(g3.determinant, 2) }) })
      ] })
    ] }, g3.name)) }),
    large !== void 0 && /* @__PURE__ */ a3(Pull, { g: large })
  ] }));
}
var reach = 2;
function UnitGrid({ g: g3 }) {
  const name2 = t3("mapOf", { name: g3.name, determinant: number(g3.determinant) });
  const line3 = ([a4, b]) => `M${a4.x} ${-a4.y}L${b.x} ${-b.y}`;
  const ghost = gridLines([[1, 0], [0, 1]], reach).map(line3).join("");
  const image = gridLines(g3.rows, reach).map(line3).join("");
  return /* @__PURE__ */ a3("svg", { viewBox: "-2.1 -2.1 4.2 4.2", class: `grid ${colour(roles[g3.name], 0)}`, role: "img", "aria-label": name2, children: [
    /* @__PURE__ */ a3("title", { children: name2 }),
    /* @__PURE__ */ a3("path", { class: "ghost", d: ghost }),
    /* @__PURE__ */ a3("polygon", { class: "square", points: gridSquare(g3.rows).map((p3) => `${p3.x},${-p3.y}`).join(" ") }),
    /* @__PURE__ */ a3("path", { class: "image", d: image })
  ] });
}

// src/tour.tsx
var stops = [
  (page2) => page2.view.step === 2,
  (page2) => page2.view.step === 5,
  (page2, changes3) => page2.past.length > changes3 && !page2.dragging,
  (page2) => page2.view.step === 7,
  (page2, changes3) => page2.past.length > changes3 && !page2.dragging,
  (page2) => page2.view.formula,
  () => false
];
async function startTour(page2) {
  const [first2] = page2.lessons;
  if (first2 === void 0) return;
  page2.look({ step: 1, formula: false, show: "both" });
  await page2.open(first2);
  page2.set({ tour: 1 });
}
function Tour() {
  const page2 = usePage();
  const { tour } = page2;
  const changes3 = T2(0);
  const box = T2(null);
  A2(() => {
    changes3.current = page2.past.length;
    if (tour === 1) box.current?.focus();
  }, [tour]);
  const done2 = tour > 0 && stops[tour - 1]?.(page2, changes3.current) === true;
  A2(() => {
    if (!done2) return;
    const timer = setTimeout(() => page2.set({ tour: tour + 1 }), 700);
    return () => clearTimeout(timer);
  }, [done2, tour]);
  if (tour === 0) return null;
  const last2 = tour === stops.length;
  return /* @__PURE__ */ a3("aside", { class: "card tour", ref: box, tabIndex: -1, "aria-label": t3("tour"), children: [
    /* @__PURE__ */ a3("p", { "aria-live": "polite", children: t3(`tour${tour}`) }),
    /* @__PURE__ */ a3("footer", { children: [
      /* @__PURE__ */ a3("span", { class: "of", children: t3("tourOf", { n: tour, all: stops.length }) }),
      !last2 && /* @__PURE__ */ a3("button", { type: "button", onClick: () => page2.set({ tour: 0 }), children: t3("tourEnd") }),
      /* @__PURE__ */ a3("button", { type: "button", class: "next", onClick: () => page2.set({ tour: last2 ? 0 : tour + 1 }), children: t3(last2 ? "tourDone" : "tourNext") })
    ] })
  ] });
}

// src/cards.tsx
function Cards() {
  const phone = useMedia("(max-width: 760px)");
  return /* @__PURE__ */ a3("div", { class: "cards", children: [
    /* @__PURE__ */ a3(Maps, {}),
    /* @__PURE__ */ a3(Weights, {}),
    !phone && /* @__PURE__ */ a3(Tour, {})
  ] });
}
var pinned = (trace) => trace?.pins.filter((p3) => p3.at.startsWith(`weights[${trace.focus[0]},`)) ?? [];
function Weights() {
  const page2 = usePage();
  const { answer, other, view } = page2;
  if (answer === null || page2.model !== null) return null;
  const [stated2, computed] = view.formula ? [other, answer] : [answer, other];
  const traces = stated2?.walk.traces ?? [];
  const pins = pinned(traces[0]);
  const any = traces.some((trace) => pinned(trace).length > 0);
  const borrows = traces.length > 1 && pinned(traces[1]).some((p3) => p3.borrowed === true);
  const names2 = traces.map((trace, c3) => pinned(trace).length > 0 ? letter(c3) : "").filter((n2) => n2 !== "");
  const moves = (view.formula ? stated2 : computed)?.walk.traces[0]?.shift?.length;
  return /* @__PURE__ */ a3("section", { class: "card", "aria-label": t3("weights"), children: [
    /* @__PURE__ */ a3("h3", { children: t3("weights") }),
    any && /* @__PURE__ */ a3("div", { class: "switch", role: "group", "aria-label": t3("weights"), children: [
      /* @__PURE__ */ a3("button", { type: "button", "aria-pressed": !view.formula, onClick: () => page2.look({ formula: false }), children: t3("statedWeights", { weights: pins.length <= 3 ? pins.map((p3) => number(p3.value, 2)).join(" / ") : "" }) }),
      /* @__PURE__ */ a3("button", { type: "button", "aria-pressed": view.formula, onClick: () => page2.look({ formula: true }), children: t3("formula") })
    ] }),
    /* @__PURE__ */ a3("p", { children: [
      !any ? t3("noneStated") : borrows ? t3("borrows") : t3("statedFor", { names: names2.join(", ") }),
      any && moves !== void 0 && /* @__PURE__ */ a3($, { children: [
        /* @__PURE__ */ a3("br", {}),
        t3(view.formula ? "asStated" : "byFormula", { word: traces[0]?.word ?? "", length: number(moves, 2) })
      ] })
    ] })
  ] });
}
function Legend() {
  const { answer, view } = usePage();
  if (answer === null) return null;
  const rows = [{ words: t3("embedding"), role: "embed", context: -1 }];
  if (view.step >= 2 && view.step <= 4) {
    rows.push({ words: t3("query"), role: "query", context: -1 });
    if (answer.maps.find((g3) => g3.name === "K")?.says !== "identity") rows.push({ words: t3("key"), role: "key", context: -1, hollow: true, dashed: true });
  }
  if (view.step >= 6 && answer.scene.panels[0]?.marks.some((m3) => m3.role === "value") === true) rows.push({ words: t3("valueWeight"), role: "value", context: -1 });
  if (view.step === 7) {
    answer.walk.traces.forEach((trace, c3) => {
      if (view.show === "both" || view.show === c3) rows.push({ words: t3("outputIn", { name: letter(c3), text: trace.text }), role: "output", context: c3, hollow: c3 % 2 === 1 });
    });
  }
  return /* @__PURE__ */ a3("ul", { class: "legend", "aria-hidden": "true", children: rows.map((r3) => /* @__PURE__ */ a3("li", { children: [
    /* @__PURE__ */ a3("svg", { width: "36", height: "12", class: colour(r3.role, r3.context), children: [
      /* @__PURE__ */ a3("path", { class: r3.role, d: "M0 6H25", stroke: "currentColor", "stroke-width": r3.role === "embed" ? 2 : 2.8, "stroke-dasharray": r3.dashed === true ? "6 3" : void 0 }),
      /* @__PURE__ */ a3("path", { d: "M35 6 24 2v8z", stroke: "currentColor", "stroke-width": "1.4", fill: r3.hollow === true ? "var(--bg)" : "currentColor", "stroke-linejoin": "round" })
    ] }),
    r3.words
  ] }, r3.words)) });
}

// src/bars.tsx
function Bars({ contexts: contexts2 }) {
  const answer = usePage().answer;
  const rows = contexts2.flatMap(
    (c3) => (answer?.steps[c3]?.[4]?.lines ?? []).flatMap((line3) => {
      const part = line3.find((p3) => p3.at?.tensor === "weights");
      return part === void 0 ? [] : [{ c: c3, word: line3[0]?.sub ?? "", part }];
    })
  );
  return /* @__PURE__ */ a3("div", { class: "bars", children: rows.map(({ c: c3, word, part }) => /* @__PURE__ */ a3(Row, { context: contexts2.length > 1 ? letter(c3) : "", word, part }, part.at === void 0 ? word : name(part.at))) });
}
function Row({ context, word, part }) {
  const page2 = usePage();
  const at2 = part.at;
  const value = part.value ?? 0;
  if (at2 === void 0) return null;
  const set2 = (to) => [{ do: "set", context: at2.trace, at: place(at2), value: to }];
  const target = (e3) => {
    const box = e3.currentTarget.getBoundingClientRect();
    return Number(Math.max(0, Math.min(1, (e3.clientX - box.left) / box.width)).toFixed(e3.shiftKey ? 1 : 2));
  };
  const held = (e3) => page2.dragging && e3.currentTarget.hasPointerCapture(e3.pointerId);
  return /* @__PURE__ */ a3($, { children: [
    /* @__PURE__ */ a3("span", { class: `name symbol ${colour("value", 0)}`, children: [
      /* @__PURE__ */ a3("i", { children: "w" }),
      /* @__PURE__ */ a3("sub", { children: word }),
      " ",
      context !== "" && /* @__PURE__ */ a3("small", { children: context })
    ] }),
    /* @__PURE__ */ a3(
      "div",
      {
        class: "weight",
        role: "slider",
        tabIndex: 0,
        "aria-label": `${called(at2, page2.answer?.walk.traces ?? [])} ${context}`,
        "aria-valuemin": 0,
        "aria-valuemax": 1,
        "aria-valuenow": value,
        onPointerDown: (e3) => {
          e3.currentTarget.setPointerCapture(e3.pointerId);
          page2.set({ dragging: true });
          page2.try(set2(target(e3)));
        },
        onPointerMove: (e3) => held(e3) && page2.try(set2(target(e3))),
        onPointerUp: (e3) => {
          if (!held(e3)) return;
          page2.set({ dragging: false });
          void page2.change(set2(target(e3)));
        },
        onPointerCancel: () => {
          page2.set({ dragging: false });
          page2.drop();
        },
        onKeyDown: (e3) => {
          const by = (e3.shiftKey ? 0.1 : 0.01) * ({ ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[e3.key] ?? 0);
          if (by === 0) return;
          e3.preventDefault();
          e3.stopPropagation();
          page2.nudge(at2, value, by);
        },
        children: /* @__PURE__ */ a3("span", { style: { width: `${Math.max(0, Math.min(1, value)) * 100}%` } })
      }
    ),
    /* @__PURE__ */ a3("span", { class: "of", children: number(value, 2) })
  ] });
}

// src/marked.tsx
function Marked({ text: text2 }) {
  return /* @__PURE__ */ a3($, { children: text2.split("*").map((part, i3) => i3 % 2 === 1 ? /* @__PURE__ */ a3("i", { children: part }, i3) : part) });
}

// src/notes.tsx
var capital = (s3) => s3.charAt(0).toUpperCase() + s3.slice(1);
function Disagreement({ checks }) {
  const list = (values) => values.map((x2) => number(x2)).join(", ");
  const key = checks.length === 1 ? "disagreeOne" : "disagree";
  const parts2 = t3(key, { stated: "", formula: "" }).split(/(\u0001|\u0002)/);
  return /* @__PURE__ */ a3($, { children: parts2.map(
    (p3) => p3 === "" ? /* @__PURE__ */ a3("b", { children: list(checks.map((c3) => c3.stated)) }) : p3 === "" ? /* @__PURE__ */ a3("b", { children: list(checks.map((c3) => c3.formula)) }) : p3
  ) });
}
function Notes({ step, context, active }) {
  const page2 = usePage();
  const traces = page2.answer?.walk.traces ?? [];
  const id = (n2) => `${context}:${n2.at}`;
  const checks = step.checks.filter((c3) => !page2.kept.has(id(c3)));
  const notes = step.notes.filter((n2) => !toldBeside(n2) && !page2.kept.has(id(n2)));
  const kept = step.checks.length + step.notes.filter((n2) => !toldBeside(n2)).length - checks.length - notes.length;
  const shared = checks.every((c3) => c3.needs === checks[0]?.needs);
  const shown2 = shared && checks[0]?.at.startsWith("weights") === true ? checks.slice(0, 1) : checks;
  if (checks.length + notes.length + (active ? kept : 0) === 0) return null;
  return /* @__PURE__ */ a3($, { children: [
    shown2.length > 0 && /* @__PURE__ */ a3("div", { class: "note", children: [
      /* @__PURE__ */ a3(Disagreement, { checks: shown2 }),
      (active || shared) && shown2[0]?.needs !== void 0 && /* @__PURE__ */ a3($, { children: [
        ". ",
        t3("smallest", { change: way(shown2[0].ways[0], shown2[0].needs, context, traces) }),
        "."
      ] }),
      active && shown2[0]?.or !== void 0 && /* @__PURE__ */ a3($, { children: [
        " ",
        capital(t3("or", { other: way(shown2[0].ways[1], shown2[0].or, context, traces) })),
        "."
      ] }),
      active && /* @__PURE__ */ a3("span", { class: "ways", children: [
        /* @__PURE__ */ a3("button", { type: "button", onClick: () => void page2.change(checks.map((c3) => ({ do: "unpin", context, at: c3.at }))), children: t3("useFormula") }),
        /* @__PURE__ */ a3("button", { type: "button", onClick: () => page2.set({ kept: /* @__PURE__ */ new Set([...page2.kept, ...checks.map(id)]) }), children: t3("keepStated") })
      ] })
    ] }),
    notes.map((n2) => /* @__PURE__ */ a3("div", { class: remark(n2) ? "note remark" : "note", children: noteSays(n2, context, traces) })),
    active && kept > 0 && /* @__PURE__ */ a3("button", { type: "button", class: "quiet", onClick: () => page2.set({ kept: /* @__PURE__ */ new Set() }), children: t3("keptNotes", { n: kept }) })
  ] });
}

// src/column.tsx
function contexts(answer, show, all) {
  if (show !== "both") return answer.steps[show] === void 0 ? [0] : [show];
  return all ? answer.steps.map((_3, c3) => c3) : [0];
}
function same(line3) {
  return line3.map((p3) => (p3.text ?? p3.key ?? "") + (p3.sub ?? "")).join("");
}
function useAside(n2, answer) {
  const dimK = T2(void 0);
  const trace = answer.walk.traces[0];
  dimK.current = trace?.k?.[0]?.length ?? dimK.current;
  return t3(`aside${n2}`, { word: trace?.word ?? "", d: dimK.current ?? "" });
}
function Column({ only }) {
  const page2 = usePage();
  const { answer, view } = page2;
  const swipe = useSwipe((by) => page2.step((only ?? 0) + by));
  if (answer === null) return /* @__PURE__ */ a3("section", { class: "column starting", "aria-busy": "true", children: [
    t3("starting"),
    " …"
  ] });
  return /* @__PURE__ */ a3("section", { class: "column", "aria-label": t3("steps"), ...only === void 0 ? {} : swipe, children: [
    /* @__PURE__ */ a3("ol", { class: "steps", children: [1, 2, 3, 4, 5, 6, 7].filter((n2) => only === void 0 || n2 === only).map((n2) => /* @__PURE__ */ a3(StepItem, { n: n2, answer, active: view.step === n2, alone: only !== void 0 }, n2)) }),
    only === void 0 && page2.model === null && /* @__PURE__ */ a3(Disagreements, {})
  ] });
}
function useSwipe(go) {
  const start = T2(void 0);
  return {
    onTouchStart: (e3) => {
      start.current = e3.touches.length === 1 ? e3.touches[0] : void 0;
    },
    onTouchEnd: (e3) => {
      const [from, to] = [start.current, e3.changedTouches[0]];
      start.current = void 0;
      if (from === void 0 || to === void 0) return;
      const across = to.clientX - from.clientX;
      if (Math.abs(across) > 50 && Math.abs(across) > 2 * Math.abs(to.clientY - from.clientY)) go(across < 0 ? 1 : -1);
    }
  };
}
function StepItem({ n: n2, answer, active, alone }) {
  const page2 = usePage();
  const item = T2(null);
  A2(() => {
    if (active && !alone) item.current?.scrollIntoView({ block: "nearest" });
  }, [active, alone]);
  const aside = useAside(n2, answer);
  const disagreements = alone ? page2.disagreeing().length : 0;
  const shown2 = contexts(answer, page2.view.show, active || n2 === 1 || n2 === 7);
  const steps = shown2.map((c3) => answer.steps[c3]?.[n2 - 1]);
  const seen = () => [disagreements, ...steps.map((s3) => s3?.lines.map(shown).join("/")), JSON.stringify(steps.map((s3) => [s3?.checks, s3?.notes])), n2 === 2 ? JSON.stringify(answer.maps) : ""].join("|");
  return useStill(seen, () => /* @__PURE__ */ a3("li", { ref: item, class: active ? "step active" : "step", "aria-current": active ? "step" : void 0, children: [
    /* @__PURE__ */ a3("h2", { children: [
      /* @__PURE__ */ a3("button", { type: "button", class: "title", onClick: () => page2.step(n2), children: [
        /* @__PURE__ */ a3("span", { class: "nth", children: n2 }),
        t3(`step${n2}`)
      ] }),
      /* @__PURE__ */ a3("span", { class: "aside", children: /* @__PURE__ */ a3(Marked, { text: aside }) }),
      disagreements > 0 && /* @__PURE__ */ a3("button", { type: "button", class: "chip warn", onClick: () => page2.set({ dialog: "compare" }), children: [
        t3("disagreements", { n: disagreements }),
        " ›"
      ] })
    ] }),
    /* @__PURE__ */ a3("div", { class: "body", children: [
      /* @__PURE__ */ a3(Lines, { n: n2, answer, shown: shown2, active }),
      shown2.map((c3) => {
        const step = answer.steps[c3]?.[n2 - 1];
        return step === void 0 ? null : /* @__PURE__ */ a3(Notes, { step, context: c3, active }, c3);
      })
    ] })
  ] }));
}
function Vector({ line: line3 }) {
  const page2 = usePage();
  const chosen = yours(page2.origin, page2.lesson, line3);
  return /* @__PURE__ */ a3(Formula, { line: line3, yours: chosen, told: !chosen });
}
function Lines({ n: n2, answer, shown: shown2, active }) {
  const seen = /* @__PURE__ */ new Set();
  const groups2 = shown2.map((c3) => ({
    c: c3,
    lines: (answer.steps[c3]?.[n2 - 1]?.lines ?? []).filter((line3) => {
      if (line3[0]?.key === "to") return false;
      if (n2 === 2 && !active && line3[0]?.role === "value" && identity(answer, "V")) return false;
      const known2 = seen.has(same(line3)) && !line3.some((p3) => p3.at?.tensor === "weights");
      seen.add(same(line3));
      return !known2;
    })
  }));
  const badge = shown2.length > 1 && n2 > 1;
  return /* @__PURE__ */ a3($, { children: [
    n2 === 1 && /* @__PURE__ */ a3("div", { class: answer.scene.plane.x.length > 6 ? "lines wide" : "lines pairs", children: [
      groups2.flatMap(({ lines }) => lines.map((line3) => /* @__PURE__ */ a3(Vector, { line: line3 }, line3.map((p3) => p3.at ? name(p3.at) : "").join()))),
      /* @__PURE__ */ a3(Apart, { answer, context: shown2[0] ?? 0 })
    ] }),
    n2 > 1 && groups2.map(({ c: c3, lines }) => /* @__PURE__ */ a3(Group, { badge: badge && lines.length > 0 && n2 < 7 ? letter(c3) : "", context: c3, children: lines.map((line3) => /* @__PURE__ */ a3(Formula, { line: line3 }, line3.map((p3) => p3.at ? name(p3.at) : "").join())) }, c3)),
    n2 === 2 && /* @__PURE__ */ a3(MapLines, { active }),
    n2 === 5 && active && /* @__PURE__ */ a3(Bars, { contexts: shown2 }),
    n2 === 7 && /* @__PURE__ */ a3(Moved, { answer, shown: shown2 })
  ] });
}
function Group({ badge, context, children }) {
  return /* @__PURE__ */ a3("div", { class: badge !== "" ? "lines badged" : "lines", children: [
    badge !== "" && /* @__PURE__ */ a3("span", { class: `badge ${colour("output", context)}`, children: badge }),
    children
  ] });
}
var identity = (answer, map) => answer.maps.find((g3) => g3.name === map)?.says === "identity";
function yours(origin2, lesson, line3) {
  if (line3.some((p3) => p3.given === "chosen")) return true;
  const word = line3[0]?.sub ?? "";
  const vectors2 = (l3) => JSON.stringify(tables(l3).map((table) => table[word] ?? table[word.toLowerCase()] ?? null));
  return vectors2(origin2) !== vectors2(lesson);
}
function tables(lesson) {
  const object = (v3) => v3 !== null && typeof v3 === "object" && !Array.isArray(v3) ? v3 : {};
  const l3 = object(lesson);
  const contexts2 = Array.isArray(l3["contexts"]) ? l3["contexts"] : [];
  return [object(l3["embed"]), ...contexts2.map((c3) => object(object(c3)["embed"]))];
}
function Apart({ answer, context }) {
  const to = aim(answer.walk.traces[context]);
  if (to === void 0) return null;
  return /* @__PURE__ */ a3("span", { class: "formula middle", children: t3("apart", { distance: fixed(to.distance[0], 4), cosine: fixed(to.cosine[0], 4) }) });
}
function Moved({ answer, shown: shown2 }) {
  const rows = shown2.flatMap((c3) => (answer.steps[c3]?.[6]?.lines ?? []).filter((line3) => line3[0]?.key === "to").map((line3) => ({ c: c3, line: line3 })));
  const page2 = usePage();
  if (rows.length === 0) return null;
  const value = (p3, strong = false) => /* @__PURE__ */ a3(
    "span",
    {
      class: strong ? `quantity ${colour(p3?.role, p3?.context ?? 0)} strong` : "quantity",
      tabIndex: 0,
      onPointerEnter: (e3) => p3 !== void 0 && page2.set({ hover: { part: p3, box: e3.currentTarget.getBoundingClientRect() } }),
      onPointerLeave: () => page2.set({ hover: null }),
      onFocus: (e3) => p3 !== void 0 && page2.set({ hover: { part: p3, box: e3.currentTarget.getBoundingClientRect() } }),
      onBlur: () => page2.set({ hover: null }),
      children: strong ? fixed(p3?.value ?? null, 4) : p3?.text
    }
  );
  return /* @__PURE__ */ a3("table", { class: "moved", children: [
    /* @__PURE__ */ a3("thead", { children: /* @__PURE__ */ a3("tr", { children: [
      /* @__PURE__ */ a3("td", {}),
      /* @__PURE__ */ a3("th", { scope: "col", children: t3("distance") }),
      /* @__PURE__ */ a3("th", { scope: "col", children: t3("cosine") }),
      /* @__PURE__ */ a3("th", { scope: "col", children: t3("moved") })
    ] }) }),
    /* @__PURE__ */ a3("tbody", { children: rows.map(({ c: c3, line: line3 }) => /* @__PURE__ */ a3("tr", { children: [
      /* @__PURE__ */ a3("th", { scope: "row", class: colour("output", c3), children: [
        /* @__PURE__ */ a3("b", { children: letter(c3) }),
        " ",
        t3("to", { word: line3[0]?.sub ?? "" })
      ] }),
      /* @__PURE__ */ a3("td", { children: [
        value(line3[1]),
        " → ",
        value(line3[2])
      ] }),
      /* @__PURE__ */ a3("td", { children: [
        value(three(line3[3])),
        " → ",
        value(three(line3[4]))
      ] }),
      /* @__PURE__ */ a3("td", { children: value(line3[5], true) })
    ] }, `${c3}${line3[0]?.sub}`)) })
  ] });
}
var three = (p3) => p3 === void 0 ? p3 : { ...p3, text: fixed(p3.value ?? null, 3) };
function Disagreements() {
  const page2 = usePage();
  const n2 = page2.disagreeing().length;
  const words = n2 === 0 ? t3("noneDisagree") : n2 === 1 ? t3("stepDisagrees") : t3("stepsDisagree", { n: number(n2) });
  return /* @__PURE__ */ a3("div", { class: "disagreements", children: [
    n2 > 0 && /* @__PURE__ */ a3(Warning, {}),
    /* @__PURE__ */ a3("span", { children: /* @__PURE__ */ a3(Marked, { text: words }) }),
    n2 > 0 && /* @__PURE__ */ a3("button", { type: "button", onClick: () => page2.set({ dialog: "compare" }), children: [
      t3("compare"),
      " ›"
    ] })
  ] });
}

// src/scrubber.tsx
var stops2 = [1, 2, 3, 4, 5, 6, 7];
function Scrubber() {
  const page2 = usePage();
  const { view, playing } = page2;
  const phone = useMedia("(max-width: 760px)");
  const disagreeing = page2.disagreeing();
  A2(() => {
    if (!playing) return;
    if (view.step === 7) return void page2.set({ playing: false });
    const timer = setTimeout(() => page2.step(view.step + 1), disagreeing.includes(view.step) ? 2400 : 1600);
    return () => clearTimeout(timer);
  }, [playing, view.step]);
  return /* @__PURE__ */ a3("footer", { class: "foot", children: [
    /* @__PURE__ */ a3("button", { type: "button", class: "play", "aria-label": t3(playing ? "stop" : "play"), onClick: () => play(page2), children: playing ? /* @__PURE__ */ a3(Stop, {}) : /* @__PURE__ */ a3(Play, {}) }),
    /* @__PURE__ */ a3("ol", { class: "stops", "aria-label": t3("steps"), style: { "--at": String((view.step - 1) / 6) }, children: [
      stops2.map((n2) => {
        const name2 = t3(n2 === 6 ? "stop6" : `step${n2}`);
        return /* @__PURE__ */ a3("li", { class: n2 === view.step ? "here" : "", children: /* @__PURE__ */ a3("button", { type: "button", "aria-current": n2 === view.step ? "step" : void 0, "aria-label": disagreeing.includes(n2) ? t3("disagrees", { step: name2 }) : name2, onClick: () => page2.step(n2), children: [
          /* @__PURE__ */ a3("span", { class: "stop" }),
          disagreeing.includes(n2) && /* @__PURE__ */ a3("span", { class: "dot" }),
          /* @__PURE__ */ a3("span", { class: "name", children: name2 })
        ] }) }, n2);
      }),
      phone && /* @__PURE__ */ a3("li", { class: "count", "aria-hidden": "true", children: t3("stepOf", { n: view.step, all: 7 }) })
    ] }),
    /* @__PURE__ */ a3("span", { class: "ways", children: [
      /* @__PURE__ */ a3("button", { type: "button", class: "bare", "aria-label": t3("back"), disabled: view.step === 1, onClick: () => page2.step(view.step - 1), children: /* @__PURE__ */ a3(Left, {}) }),
      /* @__PURE__ */ a3("button", { type: "button", class: "bare", "aria-label": t3("forward"), disabled: view.step === 7, onClick: () => page2.step(view.step + 1), children: /* @__PURE__ */ a3(Right, {}) })
    ] }),
    /* @__PURE__ */ a3("span", { class: "hints", children: [
      /* @__PURE__ */ a3("span", { "aria-hidden": "true", children: [
        /* @__PURE__ */ a3("kbd", { children: "←" }),
        /* @__PURE__ */ a3("kbd", { children: "→" }),
        " ",
        t3("hintStep")
      ] }),
      /* @__PURE__ */ a3("span", { "aria-hidden": "true", children: [
        /* @__PURE__ */ a3("kbd", { children: t3("space") }),
        " ",
        t3("hintPlay")
      ] }),
      /* @__PURE__ */ a3("span", { "aria-hidden": "true", children: [
        /* @__PURE__ */ a3("kbd", { children: "P" }),
        " ",
        t3("hintPin")
      ] }),
      /* @__PURE__ */ a3("button", { type: "button", onClick: () => page2.set({ dialog: "keys" }), children: [
        /* @__PURE__ */ a3("kbd", { children: "?" }),
        " ",
        t3("hintKeys")
      ] })
    ] })
  ] });
}
function play(page2) {
  if (!page2.playing && page2.view.step === 7) page2.step(1);
  page2.set({ playing: !page2.playing });
}

// src/keyboard.ts
var writing = (e3) => e3.target instanceof HTMLElement && e3.target.matches("input, select, textarea, [role=menuitem]");
function listen(page2) {
  document.addEventListener("keydown", (e3) => {
    if (writing(e3) || page2.dialog !== "") return;
    if (page2.tab === "training" ? train(page2, e3) : act(page2, e3)) e3.preventDefault();
  });
}
function act(page2, e3) {
  const { step, show, formula: formula2 } = page2.view;
  if (e3.ctrlKey || e3.metaKey) {
    if (e3.key.toLowerCase() !== "z") return false;
    e3.shiftKey ? page2.redo() : page2.undo();
    return true;
  }
  if (e3.altKey) return false;
  const alone = (c3) => page2.look({ show: show === c3 ? "both" : c3 });
  const onButton = e3.target instanceof HTMLElement && e3.target.matches("button, a, summary");
  switch (e3.key.length === 1 ? e3.key.toLowerCase() : e3.key) {
    case "ArrowLeft":
      return done(page2.step(step - 1));
    case "ArrowRight":
      return done(page2.step(step + 1));
    case "Home":
      return done(page2.step(1));
    case "End":
      return done(page2.step(7));
    case " ":
      return onButton ? false : done(play(page2));
    case "a":
      return done(alone(0));
    case "b":
      return page2.answer?.steps.length === 1 ? false : done(alone(1));
    case "w":
      return done(page2.look({ formula: !formula2 }));
    case "d":
      return done(next(page2));
    case "f":
      return done(page2.fit());
    case "?":
      return done(page2.set({ dialog: "keys" }));
    case "Escape":
      return done(page2.set({ hover: null, lit: [], playing: false }));
  }
  if (/^[1-7]$/.test(e3.key)) return done(page2.step(Number(e3.key)));
  return false;
}
function train(page2, e3) {
  const { recorded } = page2;
  if (e3.ctrlKey || e3.metaKey || e3.altKey) return false;
  const onButton = e3.target instanceof HTMLElement && e3.target.matches("button, a, summary");
  switch (e3.key.length === 1 ? e3.key.toLowerCase() : e3.key) {
    case "ArrowLeft":
      return done(recorded.by(-5));
    case "ArrowRight":
      return done(recorded.by(5));
    case "Home":
      return done(recorded.go(0));
    case "End":
      return done(recorded.go(Infinity));
    case " ":
      return onButton ? false : done(recorded.play());
    case "t":
      return done(recorded.turn(!recorded.trails));
    case "f":
      return done(recorded.refit());
    case "?":
      return done(page2.set({ dialog: "keys" }));
    case "Escape":
      return done(recorded.set({ playing: false }));
  }
  return false;
}
function done(_3) {
  return true;
}
function next(page2) {
  const list = page2.disagreeing();
  const to = list.find((n2) => n2 > page2.view.step) ?? list[0];
  if (to !== void 0) page2.step(to);
}

// src/drawn.ts
var rank = ["dotted", "face", "embed", "v", "k", "q", "side", "parts", "B", "A", "displacement"];
function order(m3) {
  if (m3.kind === "dotted" || m3.kind === "face" || m3.kind === "side" || m3.kind === "displacement") return rank.indexOf(m3.kind);
  if (m3.role === "output") return rank.indexOf(m3.context === 0 ? "A" : "B");
  return rank.indexOf(m3.of[0]?.tensor ?? "embed");
}
function identity2(m3) {
  return `${m3.kind} ${m3.role} ${m3.context} ${m3.of.map((r3) => `${r3.trace}${r3.tensor}${r3.index?.join() ?? ""}`).join(" ")} ${m3.kind === "side" ? m3.points.map((p3) => p3.x.toFixed(9)).join() : ""}`;
}
function staged(m3, step) {
  if ((m3.step ?? 0) > step) return false;
  return m3.role !== "query" && m3.role !== "key" || step <= 4;
}
function inContext(m3, show) {
  if (show === "both") return true;
  return m3.context === show || m3.context < 0 && m3.of.some((r3) => r3.trace === show);
}
var alike = (a4, b) => a4.kind === b.kind && a4.points.length === b.points.length && a4.points.every((p3, i3) => Math.abs(p3.x - (b.points[i3]?.x ?? NaN)) + Math.abs(p3.y - (b.points[i3]?.y ?? NaN)) < 1e-9);
function wordOf(m3) {
  return m3.label?.text?.find((r3) => r3.style === "sub")?.text ?? "";
}
function hides(o4, m3, earlier) {
  if (o4.role === m3.role && wordOf(o4) === wordOf(m3)) return o4.covered === m3.covered ? earlier : m3.covered === true;
  if (o4.role === "embed" && m3.role === "key") return wordOf(o4) === wordOf(m3);
  return m3.covered === true && (o4.covered !== true || earlier);
}
function drawn2(marks2, view, f4, grown) {
  const shown2 = marks2.filter((m3) => staged(m3, view.step) && inContext(m3, view.show));
  const kept = shown2.filter((m3, i3) => !shown2.some((o4, j3) => o4 !== m3 && alike(o4, m3) && hides(o4, m3, j3 < i3)));
  const seen = /* @__PURE__ */ new Map();
  return kept.sort((a4, b) => order(a4) - order(b)).map((mark) => {
    const end = mark.points.map((p3) => toPx(f4, p3));
    const from = grown < 1 && mark.step === view.step ? cause(mark, marks2) : void 0;
    const points = from === void 0 ? end : end.map((p3, i3) => i3 === 0 ? p3 : between(mark.kind === "arrow" ? toPx(f4, from) : end[0] ?? p3, p3, grown));
    const base = identity2(mark);
    const nth = seen.get(base) ?? 0;
    seen.set(base, nth + 1);
    const also = mark.role !== "embed" ? [] : shown2.filter((m3) => (m3.role === "key" || m3.of[0]?.tensor === "v") && alike(m3, mark) && wordOf(m3) === wordOf(mark));
    return { also: also.filter((m3, i3) => also.findIndex((o4) => o4.role === m3.role) === i3), id: `${base}#${nth}`, mark, points, end, faint: mark.ghost === true && (mark.role !== "embed" || view.step === 7) };
  });
}

// src/handles.tsx
function movable(m3) {
  const tensor = m3.of[0]?.tensor ?? "";
  return m3.kind === "arrow" && m3.points.length === 2 && ["embed", "q", "k", "v", "y"].includes(tensor);
}
function called2(m3) {
  const runs = m3.label?.text ?? [];
  const end = runs.findIndex((r3) => r3.style === "break");
  const words = (end < 0 ? runs : runs.slice(0, end)).map((r3) => r3.text).join(" ");
  return m3.label?.badge === void 0 ? words : `${words} ${m3.label.badge}`;
}
function Handle({ d: d3, frame }) {
  const page2 = usePage();
  const grip = T2(null);
  const m3 = d3.mark;
  const [ref, tip] = [m3.of[0], m3.points[1]];
  const px = d3.points[1];
  if (ref === void 0 || tip === void 0 || px === void 0) return null;
  const move = (to) => [{ do: "move", context: ref.trace, at: place(ref), to }];
  const target = (e3) => {
    const at2 = { x: e3.clientX - (grip.current?.x ?? 0), y: e3.clientY - (grip.current?.y ?? 0) };
    return snap(frame, toPlane(frame, at2), e3.altKey ? stepOf(frame, 24) : e3.shiftKey ? 0.5 : 0);
  };
  const leave = () => page2.set({ lit: [] });
  return /* @__PURE__ */ a3(
    "g",
    {
      class: `handle ${m3.role}${page2.dragging ? " busy" : ""}`,
      transform: `translate(${px.x.toFixed(2)} ${px.y.toFixed(2)})`,
      role: "slider",
      tabIndex: 0,
      "aria-label": t3("handle", { vector: called2(m3) }),
      "aria-valuenow": tip.x,
      "aria-valuetext": t3("handleAt", { x: fixed(tip.x, 2), y: fixed(tip.y, 2) }),
      "data-at": `${ref.trace}:${place(ref)}`,
      onPointerEnter: () => !page2.dragging && page2.set({ lit: m3.of }),
      onPointerLeave: () => !page2.dragging && leave(),
      onFocus: () => page2.set({ lit: m3.of }),
      onBlur: leave,
      onPointerDown: (e3) => {
        if (e3.button !== 0) return;
        e3.preventDefault();
        e3.currentTarget.focus();
        e3.currentTarget.setPointerCapture(e3.pointerId);
        const at2 = toPx(frame, tip);
        grip.current = { x: e3.clientX - at2.x, y: e3.clientY - at2.y, moved: false };
        page2.set({ dragging: true });
      },
      onPointerMove: (e3) => {
        if (grip.current === null) return;
        performance.mark("heed:moved");
        grip.current.moved = true;
        page2.try(move(target(e3)));
      },
      onPointerUp: (e3) => {
        const was = grip.current;
        const to = target(e3);
        grip.current = null;
        page2.set({ dragging: false });
        if (was?.moved === true) void page2.change(move(to));
      },
      onPointerCancel: () => {
        grip.current = null;
        page2.set({ dragging: false });
        page2.drop();
      },
      onKeyDown: (e3) => {
        const by = e3.shiftKey ? 1 : 0.1;
        const [dx, dy] = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, by], ArrowDown: [0, -by] }[e3.key] ?? [0, 0];
        if (e3.key === "Escape" && grip.current !== null) {
          grip.current = null;
          page2.set({ dragging: false });
          page2.drop();
        }
        if (dx === 0 && dy === 0) return;
        e3.preventDefault();
        e3.stopPropagation();
        page2.push(ref, [dx, dy]);
      },
      children: [
        /* @__PURE__ */ a3("circle", { class: "hit", r: 22 }),
        /* @__PURE__ */ a3("circle", { class: "ring", r: 12.2 }),
        /* @__PURE__ */ a3("circle", { class: "grip", r: 8.5 })
      ]
    }
  );
}

// src/labels.ts
var sides = { E: [1, 0], NE: [0.8, -0.8], SE: [0.8, 0.8], N: [0, -1], S: [0, 1], W: [-1, 0], NW: [-0.8, -0.8], SW: [-0.8, 0.8] };
function quad(x2, y3, width, height, angle = 0) {
  const [c3, s3] = [Math.cos(angle * Math.PI / 180), Math.sin(angle * Math.PI / 180)];
  const corner = (dx, dy) => ({ x: x2 + dx * c3 - dy * s3, y: y3 + dx * s3 + dy * c3 });
  const [w3, h3] = [width / 2, height / 2];
  return [corner(-w3, -h3), corner(w3, -h3), corner(w3, h3), corner(-w3, h3)];
}
function shaped(corners) {
  const s3 = { corners, minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const c3 of corners) {
    s3.minX = Math.min(s3.minX, c3.x);
    s3.minY = Math.min(s3.minY, c3.y);
    s3.maxX = Math.max(s3.maxX, c3.x);
    s3.maxY = Math.max(s3.maxY, c3.y);
  }
  return s3;
}
function meet2(a4, b) {
  if (a4.maxX < b.minX || b.maxX < a4.minX || a4.maxY < b.minY || b.maxY < a4.minY) return false;
  return overlap(a4.corners, b.corners);
}
function overlap(a4, b) {
  for (const shape of [a4, b]) {
    for (let i3 = 0; i3 < shape.length; i3++) {
      const [p3, q2] = [shape[i3], shape[(i3 + 1) % shape.length]];
      const normal = { x: q2.y - p3.y, y: p3.x - q2.x };
      if (normal.x === 0 && normal.y === 0) continue;
      const [u3, v3] = [reach2(a4, normal), reach2(b, normal)];
      if (u3[1] < v3[0] || v3[1] < u3[0]) return false;
    }
  }
  return true;
}
function reach2(s3, u3) {
  let [from, to] = [Infinity, -Infinity];
  for (const p3 of s3) {
    const at2 = p3.x * u3.x + p3.y * u3.y;
    from = Math.min(from, at2);
    to = Math.max(to, at2);
  }
  return [from, to];
}
function places(w3) {
  const list = [];
  const length = distance(w3.tail, w3.tip);
  if (w3.along && length >= Math.max(90, w3.width * 1.25)) {
    const u3 = direction(w3.tail, w3.tip);
    let angle = Math.atan2(u3.y, u3.x) * 180 / Math.PI;
    if (angle > 90) angle -= 180;
    if (angle < -90) angle += 180;
    const turned2 = Math.max(-60, Math.min(60, angle));
    for (const at2 of [0.78, 0.62, 0.48, 0.86]) {
      for (const side2 of [1, -1]) {
        const [x2, y3] = [w3.tail.x + u3.x * length * at2, w3.tail.y + u3.y * length * at2];
        const off = side2 * (u3.x >= 0 ? 1 : -1) * 17;
        list.push({ x: x2 - u3.y * off, y: y3 + u3.x * off, angle: turned2, tied: null, width: 0, cost: list.length });
      }
    }
  }
  for (const far of [0, 26, 58, 92]) {
    for (const at2 of w3.anchors) {
      const tied = between(w3.tail, w3.tip, at2);
      w3.order.forEach((side2, i3) => {
        const [dx, dy] = sides[side2];
        const reach3 = w3.gap + far;
        list.push({
          x: tied.x + dx * reach3 + Math.sign(dx) * w3.width / 2,
          y: tied.y + dy * reach3 + Math.sign(dy) * w3.height / 2,
          angle: 0,
          tied: far > 0 ? tied : null,
          width: w3.width + 4,
          cost: i3 + (w3.along ? 8 : 0) + (far > 0 ? 4 + far / 14 : 0)
        });
      });
    }
  }
  return list;
}
function leading(from, x2, y3, width, height) {
  const [w3, h3] = [width / 2 + 1, height / 2 - 1];
  return [from, { x: Math.max(x2 - w3, Math.min(x2 + w3, from.x)), y: Math.max(y3 - h3, Math.min(y3 + h3, from.y)) }];
}
var covers2 = 400;
function place2(wanted2, ground, before) {
  let best = inOrder(wanted2, ground, before);
  for (let n2 = 0, now = best, order2 = wanted2; n2 < 3 && now.crowded.size > 0; n2++) {
    order2 = [...order2.filter((w3) => now.crowded.has(w3.id)), ...order2.filter((w3) => !now.crowded.has(w3.id))];
    now = inOrder(order2, ground, before);
    if (now.cost < best.cost) best = now;
  }
  return best.placed;
}
function inOrder(wanted2, ground, before) {
  const layout = { placed: /* @__PURE__ */ new Map(), crowded: /* @__PURE__ */ new Set(), cost: 0 };
  const taken = ground.taken.map(shaped);
  const lines = ground.lines.map((l3) => ({ shape: shaped([l3.from, l3.to]), cost: l3.cost }));
  const labels = [];
  for (const w3 of wanted2) {
    let best = null;
    let least = Infinity;
    const had = before.get(w3.id)?.choice;
    places(w3).forEach((p3, choice) => {
      const x2 = p3.width > 0 ? Math.max(8 + p3.width / 2, Math.min(ground.width - 8 - p3.width / 2, p3.x)) : p3.x;
      let cost = p3.cost * 3 + Math.abs(x2 - p3.x) / 4 - (choice === had ? 14 : 0);
      if (cost >= least) return;
      const box = quad(x2, p3.y, w3.width + 4, w3.height + 2, p3.angle);
      const lead = p3.tied === null ? null : leading(p3.tied, x2, p3.y, w3.width, w3.height);
      for (const c3 of box) if (c3.x < 2 || c3.y < 2 || c3.x > ground.width - 2 || c3.y > ground.height - 2) cost += 600;
      const shape = shaped(box);
      const led = lead === null ? null : shaped([between(...lead, Math.min(1, 8 / distance(...lead))), lead[1]]);
      for (const other of labels) if (cost < least && meet2(shape, other)) cost += 1e3;
      for (const t4 of taken) if (cost < least && meet2(shape, t4)) cost += covers2;
      for (const l3 of lines) if (cost < least && meet2(shape, l3.shape)) cost += l3.cost;
      if (led !== null) {
        for (const l3 of lines) if (cost < least && meet2(led, l3.shape)) cost += l3.cost / 3;
      }
      if (led !== null) {
        for (const other of labels) if (cost < least && meet2(led, other)) cost += 30;
      }
      if (cost < least) {
        least = cost;
        best = { id: w3.id, x: x2, y: p3.y, angle: p3.angle, choice, lead, quad: box };
      }
    });
    if (best === null) continue;
    const found = best;
    layout.placed.set(w3.id, found);
    layout.cost += least;
    if (least >= covers2) layout.crowded.add(w3.id);
    labels.push(shaped(found.quad));
    if (found.lead !== null) lines.push({ shape: shaped(found.lead), cost: 120 });
  }
  return layout;
}

// src/marks.tsx
var at = (p3) => `${p3.x.toFixed(2)},${p3.y.toFixed(2)}`;
var path = (...points) => "M" + points.map(at).join("L");
function stroke(m3) {
  if (m3.role === "output") return 3.2;
  return m3.role === "value" && m3.of[0]?.tensor === "parts" ? 3 : 2;
}
function MarkShape({ mark, points, faint, dim, onEnter, onLeave }) {
  const [a4, b] = points;
  if (a4 === void 0) return null;
  const props = {
    class: `mark ${mark.kind} ${mark.role} ${colour(mark.role, mark.context)}${faint ? " faint" : ""}${dim ? " dim" : ""}`,
    "data-of": mark.of.map((r3) => `${r3.trace}:${r3.tensor}[${(r3.index ?? []).join(",")}]`).join(" "),
    onPointerEnter: onEnter,
    onPointerLeave: onLeave
  };
  if (mark.kind === "face") {
    return /* @__PURE__ */ a3("polygon", { ...props, class: `face ${mark.context % 2 === 0 ? "fill-a" : "fill-b"}${dim ? " dim" : ""}`, points: points.map(at).join(" ") });
  }
  if (b === void 0) return null;
  if (mark.kind === "displacement") {
    const shape = chevron(a4, b);
    if (shape === null) return null;
    return /* @__PURE__ */ a3("g", { ...props, children: [
      /* @__PURE__ */ a3("path", { d: path(...shape.line) }),
      /* @__PURE__ */ a3("path", { d: path(...shape.head) })
    ] });
  }
  if (mark.kind !== "arrow") return /* @__PURE__ */ a3("path", { ...props, d: path(a4, b) });
  const width = stroke(mark);
  const s3 = arrow(a4, b, width);
  if (s3.tiny) return /* @__PURE__ */ a3("circle", { ...props, class: props.class + " ring", cx: a4.x, cy: a4.y, r: 4 });
  const hollow = mark.role === "key" || mark.role === "output" && mark.context % 2 === 1;
  return /* @__PURE__ */ a3("g", { ...props, children: [
    width >= 3 && /* @__PURE__ */ a3("path", { class: "halo", d: path(s3.from, b), "stroke-width": width + 4 }),
    /* @__PURE__ */ a3("path", { class: "shaft", d: path(s3.from, s3.neck), "stroke-width": width }),
    /* @__PURE__ */ a3("path", { class: hollow ? "head hollow" : "head", d: path(...s3.head) + "Z" }),
    /* @__PURE__ */ a3("path", { class: "reach", d: path(s3.from, b) })
  ] });
}

// src/window.ts
function useWindow(shown2, right2) {
  const page2 = usePage();
  const gesture = T2(null);
  const within = (e3, x2, y3) => {
    const box = e3.currentTarget.getBoundingClientRect();
    return { x: x2 - box.left, y: y3 - box.top };
  };
  const begin = (from, apart) => {
    const { window } = page2;
    if (shown2 !== null && window !== null) gesture.current = { from, apart, window, frame: fit(window, shown2.width, shown2.height, right2) };
  };
  const go = (to, apart) => {
    const g3 = gesture.current;
    const own2 = page2.answer?.scene.panels[0]?.window;
    if (g3 !== null && own2 !== void 0) page2.see(gestured(g3.window, g3.frame, own2, g3.from, to, g3.apart > 0 ? apart / g3.apart : 1));
  };
  const end = () => {
    gesture.current = null;
  };
  const fingers = (e3) => {
    const [a4, b] = [e3.touches[0], e3.touches[1]];
    if (e3.touches.length !== 2 || a4 === void 0 || b === void 0) return null;
    const [p3, q2] = [within(e3, a4.clientX, a4.clientY), within(e3, b.clientX, b.clientY)];
    return [middle(p3, q2), distance(p3, q2)];
  };
  return {
    onPointerDown: (e3) => {
      const held = e3.target instanceof Element && e3.target.closest(".handle") !== null;
      if (e3.pointerType === "touch" || e3.button !== 0 || held) return;
      e3.currentTarget.setPointerCapture(e3.pointerId);
      begin(within(e3, e3.clientX, e3.clientY), 0);
    },
    onPointerMove: (e3) => {
      if (gesture.current?.apart === 0) go(within(e3, e3.clientX, e3.clientY), 0);
    },
    onPointerUp: end,
    onPointerCancel: end,
    onTouchStart: (e3) => {
      const two = page2.dragging ? null : fingers(e3);
      if (two === null) return end();
      e3.preventDefault();
      begin(...two);
    },
    onTouchMove: (e3) => {
      const two = gesture.current === null ? null : fingers(e3);
      if (two === null) return;
      e3.preventDefault();
      go(...two);
    },
    onTouchEnd: end,
    onTouchCancel: end,
    onWheel: (e3) => {
      if (!e3.ctrlKey) return;
      e3.preventDefault();
      const at2 = within(e3, e3.clientX, e3.clientY);
      begin(at2, 1);
      go(at2, wheeled(e3.deltaY, e3.deltaMode === e3.DOM_DELTA_PIXEL));
      end();
    }
  };
}

// src/words.tsx
var serif = '"STIX Two Text", STIX, "Cambria Math", serif';
var sans = "system-ui, Inter, sans-serif";
var pen = document.createElement("canvas").getContext("2d");
function font(r3, size2, plain3) {
  if (plain3) return `600 ${size2}px ${sans}`;
  switch (r3.style) {
    case "symbol":
      return `italic ${size2}px ${serif}`;
    case "strong":
      return `italic 600 ${size2}px ${serif}`;
    case "sub":
      return `${size2 * 0.72}px ${serif}`;
  }
  return `${size2}px ${serif}`;
}
var widths = /* @__PURE__ */ new Map();
document.fonts.addEventListener("loadingdone", () => widths.clear());
function measure(runs, size2, plain3) {
  return runs.reduce((sum, r3) => sum + wide(font(r3, size2, plain3), r3.text), 0);
}
function wide(face, text2) {
  const key = face + text2;
  let width = widths.get(key);
  if (width === void 0 && pen !== null) {
    pen.font = face;
    width = pen.measureText(text2).width;
    if (widths.size > 2e3) widths.clear();
    widths.set(key, width);
  }
  return width ?? 0;
}
function moved(d3, answer) {
  const to = aim(answer.walk.traces[d3.mark.context]);
  if (to === void 0) return [];
  const key = (to.signed ?? 0) < 0 ? "awayFrom" : "towards";
  const text2 = t3(key, { length: fixed(Math.abs(to.signed ?? 0), 2), word: to.token });
  return [{ text: text2, role: "output", context: d3.mark.context }];
}
var crowded = (m3, step) => m3.role === "value" && (m3.of[0]?.tensor === "parts" ? step !== 6 : step >= 6);
function label(d3, answer, step, small) {
  const m3 = d3.mark;
  const text2 = m3.label?.text ?? [];
  if (text2.length === 0 || small && crowded(m3, step)) return null;
  const [tail, tip] = d3.end;
  if (tail !== void 0 && tip !== void 0 && m3.kind === "arrow" && distance(tail, tip) < 4 && m3.of[0]?.tensor === "parts") return null;
  const plain3 = m3.kind === "displacement";
  const runs = plain3 ? moved(d3, answer) : text2;
  const lines = [[]];
  for (const r3 of runs) r3.style === "break" ? lines.push([]) : lines.at(-1)?.push(r3);
  if (m3.role === "embed") {
    lines.splice(1);
    if (!small && d3.also.length > 0) lines.push(d3.also.flatMap((o4, i3) => [{ text: i3 === 0 ? "= " : " = ", role: o4.role, context: o4.context }, ...o4.label?.text ?? []]));
  }
  const size2 = plain3 ? 13.5 : m3.role === "output" ? 23 : m3.label?.along === true ? 16.5 : small ? 19 : 20;
  const badge = answer.walk.traces.length > 1 ? m3.label?.badge ?? "" : "";
  const below2 = lines.slice(1).map((l3) => measure(l3, 16.5, plain3));
  const width = Math.max(measure(lines[0] ?? [], size2, plain3) + (badge === "" ? 0 : 24), ...below2);
  return { id: d3.id, lines, size: size2, badge, plain: plain3, along: m3.label?.along === true, width, height: size2 * (plain3 ? 1.1 : 1.2) + 20 * below2.length };
}
function Words2({ label: l3, context }) {
  const left2 = -l3.width / 2;
  const base = -l3.height / 2 + l3.size * (l3.plain ? 0.9 : 0.84);
  const first2 = measure(l3.lines[0] ?? [], l3.size, l3.plain);
  return /* @__PURE__ */ a3($, { children: [
    l3.lines.map((runs, i3) => /* @__PURE__ */ a3("text", { x: left2, y: base + 21 * i3, "font-size": i3 === 0 ? l3.size : 16.5, class: l3.plain ? "plain" : "math", children: runs.map((r3, k2) => {
      const size2 = i3 === 0 ? l3.size : 16.5;
      const [was, is] = [runs[k2 - 1]?.style === "sub", r3.style === "sub"];
      return /* @__PURE__ */ a3("tspan", { class: `${colour(r3.role, r3.context)} ${r3.style ?? ""}`, "font-size": is ? size2 * 0.72 : size2, dy: is && !was ? size2 * 0.24 : was && !is ? -size2 * 0.24 : 0, children: r3.text }, k2);
    }) }, i3)),
    l3.badge !== "" && /* @__PURE__ */ a3("g", { class: `disc ${colour("output", context)}`, transform: `translate(${left2 + first2 + 14} ${base - 5})`, children: [
      /* @__PURE__ */ a3("circle", { r: 8.5 }),
      /* @__PURE__ */ a3("text", { y: 4, "text-anchor": "middle", "font-size": 11, children: l3.badge })
    ] })
  ] });
}

// src/plane-view.tsx
function useSize() {
  const box = T2(null);
  const [size2, setSize] = d2({ width: 0, height: 0 });
  F2(() => {
    if (box.current === null) return;
    const watch = new ResizeObserver(([entry]) => entry && setSize({ width: entry.contentRect.width, height: entry.contentRect.height }));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  return [box, size2];
}
function useGrowth(step, still) {
  const [grown, setGrown] = d2(1);
  const before = T2(step);
  F2(() => {
    const back = step <= before.current;
    before.current = step;
    if (still || back) return setGrown(1);
    let frame = 0;
    const start = performance.now();
    const draw = (now) => {
      const at2 = Math.min(1, (now - start) / 450);
      setGrown(ease(Math.max(0, at2)));
      if (at2 < 1) frame = requestAnimationFrame(draw);
    };
    setGrown(0);
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [step, still]);
  return grown;
}
var cardsWidth = 254;
var orders = {
  A: ["NW", "N", "NE", "W", "E", "S", "SW", "SE"],
  B: ["S", "SW", "SE", "W", "E", "N", "NW", "NE"],
  displacement: ["E", "NE", "SE", "N", "S", "NW", "SW", "W"],
  other: ["E", "NE", "SE", "N", "S", "W", "NW", "SW"]
};
function wanted(d3, l3) {
  const [tail = { x: 0, y: 0 }, tip = tail] = d3.end;
  const moved2 = d3.mark.kind === "displacement";
  const order2 = moved2 ? "displacement" : d3.mark.role === "output" ? d3.mark.context === 0 ? "A" : "B" : "other";
  return { id: d3.id, width: l3.width, height: l3.height, tail, tip, anchors: moved2 ? [0.5, 0.75, 0.3] : [1], along: l3.along, order: orders[order2] ?? [], gap: movable(d3.mark) && d3.mark.role === "embed" ? 15 : moved2 ? 9 : 11 };
}
var flat = (d3) => d3.mark.kind === "face" || d3.mark.kind === "dotted";
var first = (d3) => d3.mark.role === "output" && d3.mark.kind === "arrow" ? 0 : d3.mark.role === "embed" ? 1 : d3.mark.kind === "displacement" ? 2 : 3;
function PlaneView() {
  const page2 = usePage();
  const { answer, view, window: shown2 } = page2;
  const [box, { width, height }] = useSize();
  const phone = useMedia("(max-width: 760px)");
  const wide2 = useMedia("(min-width: 1180px)");
  const still = useMedia("(prefers-reduced-motion: reduce)");
  const grown = useGrowth(view.step, still);
  const before = T2(/* @__PURE__ */ new Map());
  const [, fonts] = d2(0);
  A2(() => void document.fonts.ready.then(() => fonts((n2) => n2 + 1)), []);
  const right2 = wide2 ? cardsWidth : 0;
  const frame = w2(() => shown2 === null || width === 0 ? null : fit(shown2, width, height, right2), [shown2, width, height, wide2]);
  const handlers = useWindow(frame, right2);
  const own2 = answer?.scene.panels[0]?.window;
  const marks2 = answer?.scene.panels[0]?.marks ?? [];
  const list = frame === null ? [] : drawn2(marks2, view, frame, grown);
  const grips = page2.resumed ? [] : list.filter((d3) => movable(d3.mark));
  const labels = answer === null ? [] : [...list].sort((a4, b) => first(a4) - first(b)).flatMap((d3) => {
    const l3 = frame !== null && beyond(frame, d3.end[1], 0, 0) ? null : label(d3, answer, view.step, phone);
    return l3 === null ? [] : [{ d: d3, l: l3 }];
  });
  const places2 = w2(() => {
    if (frame === null) return /* @__PURE__ */ new Map();
    const tips = list.flatMap((d3) => {
      const p3 = d3.end[1];
      return d3.mark.kind === "arrow" && p3 !== void 0 ? [quad(p3.x, p3.y, d3.mark.role === "embed" ? 20 : 12, d3.mark.role === "embed" ? 20 : 12)] : [];
    });
    const numbers2 = tickPlaces(frame).map((p3) => quad(p3.x, p3.y, 6.8 * p3.text.length + 8, 15));
    const taken = [...tips, ...numbers2];
    if (wide2) taken.push(quad(width - 133, page2.tour > 0 ? 265 : 165, 266, page2.tour > 0 ? 530 : 330), quad(width - 120, height - 75, 236, 126));
    if (phone) taken.push(page2.resumed ? quad(width - 120, height - 20, 240, 40) : quad(width - 120, height - 14, 240, 24));
    const lines = list.filter((d3) => d3.mark.kind !== "face").map((d3) => ({ from: d3.end[0] ?? { x: 0, y: 0 }, to: d3.end[1] ?? { x: 0, y: 0 }, cost: d3.mark.kind === "dotted" ? 4 : d3.mark.kind === "side" ? 36 : 40 }));
    lines.push({ from: { x: frame.left, y: 0 }, to: { x: frame.left, y: height }, cost: 12 }, { from: { x: 0, y: frame.top }, to: { x: width, y: frame.top }, cost: 12 });
    const found = place2(labels.map(({ d: d3, l: l3 }) => wanted(d3, l3)), { width, height, taken, lines }, before.current);
    before.current = found;
    return found;
  }, [answer, view, frame, phone, wide2, page2.tour > 0, document.fonts.status]);
  const grid = w2(() => frame && /* @__PURE__ */ a3(Grid, { frame }), [frame]);
  const numbers = w2(() => frame && /* @__PURE__ */ a3(TickNumbers, { frame }), [frame]);
  const [settled, setSettled] = d2(0);
  const table = w2(() => /* @__PURE__ */ a3(Table, { list }), [settled, view, frame]);
  A2(() => {
    const timer = setTimeout(() => setSettled((n2) => n2 + 1), 250);
    return () => clearTimeout(timer);
  }, [answer]);
  const summary = T2("");
  if (!page2.dragging) summary.current = `${t3("plane")}. ${page2.summary()}`;
  const from = page2.hover?.part.from ?? [];
  const rings = list.filter((d3) => d3.mark.kind === "arrow" && d3.mark.of.some((r3) => from.some((f4) => meet(f4, r3))));
  const looked = page2.lit.length > 0 && !page2.dragging;
  const shape = (d3) => /* @__PURE__ */ a3(
    MarkShape,
    {
      mark: d3.mark,
      points: d3.points,
      faint: d3.faint,
      dim: looked && !d3.mark.of.some((r3) => page2.lit.some((x2) => meet(x2, r3))),
      onEnter: () => !page2.dragging && d3.mark.kind === "arrow" && page2.set({ lit: d3.mark.of }),
      onLeave: () => !page2.dragging && page2.set({ lit: [] })
    },
    d3.id
  );
  return /* @__PURE__ */ a3("div", { class: "plane", ref: box, children: frame !== null && answer !== null && /* @__PURE__ */ a3($, { children: [
    /* @__PURE__ */ a3("svg", { class: "picture", width, height, role: "group", "aria-label": summary.current, ...handlers, children: [
      grid,
      list.filter(flat).map(shape),
      numbers,
      list.filter((d3) => !flat(d3)).map(shape),
      /* @__PURE__ */ a3("circle", { class: "origin", cx: frame.left, cy: frame.top, r: 3.2 }),
      rings.map((d3) => /* @__PURE__ */ a3("circle", { class: "ringed", cx: d3.points[1]?.x, cy: d3.points[1]?.y, r: 15 }, "ring" + d3.id)),
      grips.map((d3) => /* @__PURE__ */ a3(Handle, { d: d3, frame }, "grip" + d3.id)),
      grown === 1 && labels.map(({ d: d3, l: l3 }) => /* @__PURE__ */ a3(LabelAt, { d: d3, l: l3, at: places2.get(d3.id) }, "label" + d3.id))
    ] }),
    (own2 !== void 0 && rescaled(frame, own2, right2) || list.some((d3) => d3.mark.kind === "arrow" && beyond(frame, d3.end[1], wide2 ? 270 : 0, page2.tour > 0 ? 520 : 300))) && /* @__PURE__ */ a3("button", { type: "button", class: "control fit", onClick: () => page2.fit(), children: [
      t3("fit"),
      " ",
      /* @__PURE__ */ a3("kbd", { children: "F" })
    ] }),
    table
  ] }) });
}
function LabelAt({ d: d3, l: l3, at: at2 }) {
  if (at2 === void 0) return null;
  return /* @__PURE__ */ a3("g", { class: `label${d3.mark.ghost === true ? " ghost" : ""}`, "data-label": d3.id, children: [
    at2.lead !== null && /* @__PURE__ */ a3("line", { class: "lead", x1: at2.lead[0].x, y1: at2.lead[0].y, x2: at2.lead[1].x, y2: at2.lead[1].y }),
    /* @__PURE__ */ a3("g", { transform: `translate(${at2.x.toFixed(2)} ${at2.y.toFixed(2)}) rotate(${at2.angle.toFixed(2)})`, children: /* @__PURE__ */ a3(Words2, { label: l3, context: d3.mark.context }) })
  ] });
}
function tickPlaces(f4, least = 42, free = 0) {
  const [x2, y3] = axisNumbers(f4);
  const step = stepOf(f4, least);
  return [
    ...ticks(f4, step, "x").filter((k2) => k2.at !== 0 && k2.px > 14 && k2.px < f4.width - 10).map((k2) => ({ x: k2.px, y: y3, text: number(k2.at) })),
    ...ticks(f4, step, "y").filter((k2) => k2.at !== 0 && k2.px > free + 10 && k2.px < f4.height - 10).map((k2) => ({ x: x2, y: k2.px, text: number(k2.at) })),
    { x: x2, y: y3, text: "0" }
  ];
}
function axisNumbers(f4) {
  return [Math.max(12, Math.min(f4.width - 14, f4.left - 12)), Math.max(12, Math.min(f4.height - 10, f4.top + 13))];
}
function Grid({ frame: f4 }) {
  const step = stepOf(f4, 30);
  const lines = ticks(f4, step, "x").map((k2) => `M${k2.px.toFixed(2)} 0V${f4.height}`).join("") + ticks(f4, step, "y").map((k2) => `M0 ${k2.px.toFixed(2)}H${f4.width}`).join("");
  return /* @__PURE__ */ a3("g", { "aria-hidden": "true", children: [
    /* @__PURE__ */ a3("path", { class: "lines", d: lines }),
    /* @__PURE__ */ a3("path", { class: "axes", d: `M${f4.left.toFixed(2)} 0V${f4.height}M0 ${f4.top.toFixed(2)}H${f4.width}` })
  ] });
}
function TickNumbers({ frame, least, free }) {
  return /* @__PURE__ */ a3("g", { "aria-hidden": "true", children: tickPlaces(frame, least, free).map((p3) => /* @__PURE__ */ a3("text", { class: "tick", x: p3.x, y: p3.y + 4, "text-anchor": "middle", children: p3.text }, `${p3.x},${p3.y}`)) });
}
function Table({ list }) {
  return /* @__PURE__ */ a3("table", { class: "spoken", children: [
    /* @__PURE__ */ a3("caption", { children: t3("vectors") }),
    /* @__PURE__ */ a3("thead", { children: /* @__PURE__ */ a3("tr", { children: [
      /* @__PURE__ */ a3("th", { scope: "col", children: t3("vector") }),
      /* @__PURE__ */ a3("th", { scope: "col", children: "x" }),
      /* @__PURE__ */ a3("th", { scope: "col", children: "y" })
    ] }) }),
    /* @__PURE__ */ a3("tbody", { children: list.filter((d3) => d3.mark.kind === "arrow").map((d3) => /* @__PURE__ */ a3("tr", { children: [
      /* @__PURE__ */ a3("th", { scope: "row", children: [
        called2(d3.mark),
        " ",
        d3.mark.context >= 0 && d3.mark.label?.badge === void 0 ? letter(d3.mark.context) : ""
      ] }),
      /* @__PURE__ */ a3("td", { children: number(d3.mark.points[1]?.x ?? null) }),
      /* @__PURE__ */ a3("td", { children: number(d3.mark.points[1]?.y ?? null) })
    ] }, d3.id)) })
  ] });
}

// src/address.ts
var opening = { step: 7, formula: false, show: "both", columns: false };
async function write(a4) {
  const q2 = new URLSearchParams(a4.model === "" ? { lesson: a4.name } : { model: a4.model });
  if (a4.view.step !== opening.step) q2.set("step", String(a4.view.step));
  if (a4.view.formula) q2.set("weights", "formula");
  if (a4.view.show !== "both") q2.set("show", "AB"[a4.view.show] ?? "");
  if (a4.view.columns) q2.set("vectors", "columns");
  if (a4.window !== null) q2.set("window", [a4.window.minX, a4.window.minY, a4.window.maxX, a4.window.maxY].join(" "));
  if (a4.lesson !== null) q2.set("doc", await pack(JSON.stringify(a4.lesson)));
  return "#" + q2.toString();
}
async function read2(hash2) {
  const q2 = new URLSearchParams(hash2.replace(/^#/, ""));
  const step = Number(q2.get("step") ?? opening.step);
  const show = "AB".indexOf(q2.get("show") ?? "-");
  const address = {
    name: q2.get("lesson") ?? "",
    model: q2.get("model") ?? "",
    lesson: null,
    window: windowOf(q2.get("window") ?? ""),
    view: {
      step: Number.isInteger(step) && step >= 1 && step <= 7 ? step : opening.step,
      formula: q2.get("weights") === "formula",
      columns: q2.get("vectors") === "columns",
      show: show === 0 || show === 1 ? show : "both"
    }
  };
  const packed = q2.get("doc");
  if (packed !== null) {
    try {
      address.lesson = JSON.parse(await unpack(packed));
    } catch {
      address.lesson = null;
    }
  }
  return address;
}
function writeRecorded(a4) {
  const q2 = new URLSearchParams({ view: "training", record: a4.record });
  if (a4.step !== null) q2.set("step", String(a4.step));
  if (a4.pair !== 0) q2.set("pair", String(a4.pair + 1));
  if (!a4.trails) q2.set("trails", "off");
  if (a4.window !== null) q2.set("window", [a4.window.minX, a4.window.minY, a4.window.maxX, a4.window.maxY].join(" "));
  return "#" + q2.toString();
}
function readRecorded(hash2) {
  const q2 = new URLSearchParams(hash2.replace(/^#/, ""));
  if (q2.get("view") !== "training") return null;
  const [step, pair] = [Number(q2.get("step") ?? NaN), Number(q2.get("pair") ?? 1)];
  return {
    record: q2.get("record") ?? "",
    step: Number.isInteger(step) && step >= 0 ? step : null,
    pair: Number.isInteger(pair) && pair >= 1 ? pair - 1 : 0,
    trails: q2.get("trails") !== "off",
    window: windowOf(q2.get("window") ?? "")
  };
}
function windowOf(text2) {
  const [minX = NaN, minY = NaN, maxX = NaN, maxY = NaN] = text2.split(" ").map(Number);
  return maxX > minX && maxY > minY && Number.isFinite(maxX - minX + maxY - minY) ? { minX, minY, maxX, maxY } : null;
}
async function through2(bytes2, stream) {
  return new Uint8Array(await new Response(new Blob([bytes2]).stream().pipeThrough(stream)).arrayBuffer());
}
async function pack(text2) {
  const bytes2 = await through2(new TextEncoder().encode(text2), new CompressionStream("deflate-raw"));
  return btoa(String.fromCharCode(...bytes2)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
async function unpack(packed) {
  const binary = atob(packed.replace(/-/g, "+").replace(/_/g, "/"));
  return new TextDecoder().decode(await through2(Uint8Array.from(binary, (c3) => c3.charCodeAt(0)), new DecompressionStream("deflate-raw")));
}

// src/carried.ts
var opened = recording === null ? null : set(recording.changes);
var walk = recording === null ? "" : walkJson(recording.walk);
function model() {
  if (recording === null) return null;
  const { kind, tokenizer = "" } = recording.walk.source;
  return { name: recording.name, kind, tokenizer, heads: [] };
}
function set(changes3) {
  return { heed: 1, changes: changes3 };
}
function changes(document2) {
  return document2?.changes ?? [];
}
function changed(document2, made) {
  let list = changes(document2);
  for (const c3 of made) {
    list = list.filter((o4) => o4.context !== c3.context || o4.at !== c3.at);
    if (c3.do !== "unpin") list = [...list, c3];
  }
  return set(list);
}
function request2(document2) {
  return { heed: 1, name: recording?.name ?? "", changes: changes(document2), formula: false, ...recording === null ? {} : { basis: recording.basis } };
}

// src/engine.ts
var encoder = new TextEncoder();
var decoder = new TextDecoder();
var Engine = class {
  worker = work();
  waiting = /* @__PURE__ */ new Map();
  last = 0;
  /** broken is called with the reason when the engine cannot start, away when its server does not answer and when it does again. */
  constructor(broken, away) {
    this.worker.onmessage = ({ data }) => {
      if ("broken" in data) return broken(data.broken);
      if ("away" in data) return away(data.away);
      this.waiting.get(data.id)?.(data.answer);
      this.waiting.delete(data.id);
    };
    this.worker.onerror = (event2) => broken(event2.message);
  }
  /** Asks; a recorded walk goes along as the text that it is. */
  async ask(request3, walk2 = "") {
    const id = ++this.last;
    const answer = new Promise((resolve) => this.waiting.set(id, resolve));
    const text2 = JSON.stringify(request3);
    this.worker.postMessage({ id, request: encoder.encode(walk2 === "" ? text2 : `${text2.slice(0, -1)},"walk":${walk2}}`) });
    return JSON.parse(decoder.decode(await answer));
  }
};
function refused(answer) {
  return "error" in answer;
}

// src/models.ts
var url = (path3) => new URL("api/v1/models" + path3, document.baseURI);
async function names() {
  if (saved !== null) return [model()?.name ?? []].flat();
  const answer = await reached(() => fetch(url("")));
  return answer?.ok === true ? await answer.json() : [];
}
async function describe(name2) {
  if (!(await names()).includes(name2)) return t3("noModel", { name: name2 });
  const known2 = model();
  if (known2 !== null) return known2;
  const answer = await fetch(url("/" + encodeURIComponent(name2)));
  const body = await answer.json();
  return answer.ok ? body : body.detail ?? String(answer.status);
}
async function record2(request3, signal) {
  const answer = await fetch(url("/recording"), { method: "POST", signal, headers: { "Content-Type": "application/json" }, body: JSON.stringify(request3) });
  const text2 = await answer.text();
  if (answer.ok) return text2;
  const refusal = JSON.parse(text2);
  throw refusal.error === void 0 ? refusal.detail ?? answer.status : refusalSays(refusal);
}
function changed2(request3, changes3, shown2) {
  let r3 = request3;
  const { layer, head } = shown2?.walk.source ?? { layer: 0, head: 0 };
  for (const c3 of changes3) {
    const same2 = (m3) => m3.context === c3.context && m3.at === c3.at && m3.layer === layer && m3.head === head;
    const others = (r3.changes ?? []).filter((m3) => !same2(m3));
    if (c3.do === "text") {
      const texts = shown2?.walk.traces.map((trace) => trace.text) ?? [];
      texts[c3.context] = c3.text ?? "";
      r3 = { ...r3, texts, changes: (r3.changes ?? []).filter((m3) => m3.context !== c3.context) };
    } else if (c3.do === "focus") r3 = { ...r3, word: c3.text ?? "" };
    else if (c3.do === "unpin") r3 = { ...r3, changes: others };
    else {
      const { context, at: at2 = "" } = c3;
      const made = c3.to === void 0 ? { context, layer, head, at: at2, value: c3.value ?? 0 } : { context, layer, head, at: at2, to: c3.to };
      r3 = { ...r3, layer, head, changes: [...others, made] };
    }
  }
  return r3;
}
function ask2(request3, told, signal) {
  const init = { method: "POST", signal, headers: { "Content-Type": "application/json", Accept: "text/event-stream" }, body: JSON.stringify(request3) };
  return answered(() => reached(async () => {
    const answer = await fetch(url("/walk"), init);
    if (answer.ok && answer.body !== null) return last(answer.body, told.done);
    if (gone(answer)) return null;
    const problem = await answer.json();
    return { heed: 1, error: [problem.detail, ...(problem.errors ?? []).map((e3) => `${e3.location}: ${e3.message}`)].join("; ") };
  }), told.away);
}
async function last(stream, done2) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text2 = "";
  for (; ; ) {
    const read4 = await reader.read();
    text2 += read4.value ?? "";
    for (let end = text2.indexOf("\n\n"); end >= 0; end = text2.indexOf("\n\n")) {
      const [name2, data] = event(text2.slice(0, end));
      text2 = text2.slice(end + 2);
      if (name2 === "answer" || name2 === "refusal") return JSON.parse(data);
      const progress = JSON.parse(data);
      done2(progress.done / progress.of);
    }
    if (read4.done) return null;
  }
}
function event(lines) {
  const of = (field) => lines.split("\n").filter((l3) => l3.startsWith(field)).map((l3) => l3.slice(field.length)).join("\n");
  return [of("event: "), of("data: ")];
}

// src/recorded.ts
var Recorded = class {
  list = [];
  name = "";
  training = null;
  at = 0;
  // which snapshot
  pair = 0;
  trails = true;
  window = null;
  // null: the pair's own
  playing = false;
  live = "";
  // a training that goes on, that has ended, of which nothing comes any more
  error = "";
  said = "";
  // told once, politely
  listeners = /* @__PURE__ */ new Set();
  events = null;
  shown = false;
  timer = 0;
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  set(fields) {
    Object.assign(this, fields);
    for (const listener of this.listeners) listener();
  }
  /** Shows the view, at what an address says where there is one. */
  async show(at2) {
    this.shown = true;
    if (this.training !== null && at2 === null) return this.settle();
    try {
      this.list = await file("records.json");
    } catch (why) {
      return this.set({ error: t3("noRecord", { name: "records.json", why: String(why) }) });
    }
    const chosen = this.list.find((r3) => r3.name === at2?.record) ?? this.list[0];
    if (chosen !== void 0) await this.open(chosen, at2);
  }
  hide() {
    this.shown = false;
    this.set({ playing: false });
  }
  /** Opens a record, at its end; or at what an address says. */
  async open(chosen, at2 = null) {
    this.events?.close();
    this.events = null;
    this.set({ name: chosen.name, playing: false, error: "" });
    if (at2 !== null) this.set({ trails: at2.trails });
    if (chosen.live) return this.follow(chosen, at2);
    try {
      const training = await file(chosen.at);
      if (this.name === chosen.name) this.put(training, at2);
    } catch (why) {
      this.set({ error: t3("noRecord", { name: chosen.name, why: String(why) }) });
    }
  }
  put(training, at2) {
    this.set({ training, live: "", pair: Math.min(at2?.pair ?? 0, training.pairs.length - 1), window: at2?.window ?? null });
    this.go(at2?.step === null || at2 === null ? training.steps.length - 1 : this.near(at2.step));
  }
  /** Takes in what a training that goes on tells, and stays at its end if it is there. */
  follow(chosen, at2) {
    this.set({ training: null, at: 0, pair: at2?.pair ?? 0, window: null, live: "on" });
    const events = new EventSource(new URL(chosen.at, document.baseURI));
    let lost = 0;
    this.events = events;
    events.addEventListener("snapshots", (e3) => {
      lost = 0;
      const [was, more] = [this.training, JSON.parse(e3.data)];
      const last2 = was === null || this.at === was.steps.length - 1;
      const training = was === null || more.from === 0 ? more : joined(was, more);
      this.set({ training, pair: Math.min(this.pair, training.pairs.length - 1) });
      this.go(last2 ? training.steps.length - 1 : this.at);
    });
    events.addEventListener("end", () => this.ended("over"));
    events.onerror = () => {
      if (events.readyState === EventSource.CLOSED || ++lost > 3) this.ended("lost");
    };
  }
  ended(how) {
    this.events?.close();
    this.set({ live: how, said: t3(how === "over" ? "liveOver" : "liveLost") });
  }
  /** The snapshot nearest to a step of the training. */
  near(step) {
    const steps = this.training?.steps ?? [];
    return steps.reduce((best, s3, i3) => Math.abs(s3 - step) < Math.abs((steps[best] ?? 0) - step) ? i3 : best, 0);
  }
  get step() {
    return this.training?.steps[this.at] ?? 0;
  }
  /** To a snapshot. */
  go(to) {
    const last2 = (this.training?.steps.length ?? 1) - 1;
    this.set({ at: Math.max(0, Math.min(last2, to)) });
    this.settle();
  }
  /** Back or on by so many steps of the training, by one snapshot at least. */
  by(steps) {
    const to = this.near(this.step + steps);
    this.go(to === this.at ? this.at + Math.sign(steps) : to);
  }
  choose(pair) {
    this.set({ pair, window: null });
    this.settle();
  }
  turn(trails) {
    this.set({ trails });
    this.settle();
  }
  /** Fits the plane to what it shows at this step; and again to all steps. */
  refit() {
    const { training } = this;
    const pair = training?.pairs[this.pair];
    if (training === null || pair === void 0) return;
    const tracks = [...pair.words, ...pair.contexts].map((v3) => training.tracks[v3.track]);
    const places2 = tracks.flatMap((k2) => {
      const at2 = k2?.at[k2.stays ? 0 : this.at];
      return at2 === void 0 ? [] : [at2];
    });
    this.set({ window: this.window === null ? around(places2) : null });
    this.settle();
  }
  /** Plays from here on, from the start where it is at the end; or stops. */
  play() {
    if (!this.playing && this.at === (this.training?.steps.length ?? 1) - 1) this.go(0);
    this.set({ playing: !this.playing });
  }
  /** What follows once things stand: the address, a word on what moved. */
  settle() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (!this.shown || this.training === null) return;
      if (!this.playing) this.set({ said: this.summary() });
      const last2 = this.at === this.training.steps.length - 1;
      history.replaceState(null, "", writeRecorded({ record: this.name, step: last2 ? null : this.step, pair: this.pair, trails: this.trails, window: this.window }));
    }, 250);
  }
  /** What a listener is told of the plane. */
  summary() {
    const { training, at: at2 } = this;
    const pair = training?.pairs[this.pair];
    if (training === null || pair === void 0) return "";
    const two = (x2) => Math.abs(x2 ?? 0).toFixed(2);
    const contexts2 = pair.contexts.map((c3, i3) => {
      const moved2 = c3.towards[at2] ?? 0;
      return t3(moved2 < 0 ? "trainedAway" : "trainedTowards", { name: "AB"[i3] ?? "", word: pair.word, length: two(moved2), to: c3.target, weight: two(c3.weight[at2]) });
    });
    return [t3("trainedStep", { step: this.step, loss: two(training.loss[at2]) }), ...contexts2].join(" ");
  }
};
async function file(name2) {
  const answer = await fetch(new URL(name2, document.baseURI));
  if (!answer.ok) throw new Error(String(answer.status));
  return await answer.json();
}
function joined(was, more) {
  const track = (k2, i3) => {
    const had = was.tracks[i3];
    if (had === void 0 || k2.stays) return k2;
    return { ...k2, at: [...had.at.slice(0, more.from), ...k2.at], ...had.kept === void 0 ? {} : { kept: [...had.kept.slice(0, more.from), ...k2.kept ?? []] } };
  };
  const list = (had, k2) => [...(had ?? []).slice(0, more.from), ...k2];
  const context = (c3, had) => ({ ...c3, towards: list(had?.towards, c3.towards), other: list(had?.other, c3.other), weight: list(had?.weight, c3.weight) });
  return {
    ...more,
    from: 0,
    steps: list(was.steps, more.steps),
    loss: list(was.loss, more.loss),
    heldOut: list(was.heldOut, more.heldOut),
    change: list(was.change, more.change),
    tracks: more.tracks.map(track),
    pairs: more.pairs.map((p3, i3) => ({ ...p3, contexts: [context(p3.contexts[0], was.pairs[i3]?.contexts[0]), context(p3.contexts[1], was.pairs[i3]?.contexts[1])] }))
  };
}

// src/store.ts
var fresh = { past: [], future: [], kept: /* @__PURE__ */ new Set(), editing: "", hover: null, pulled: "" };
var Page = class {
  tab = "walk";
  recorded = new Recorded();
  // what the Training view knows
  lessons = [];
  models = [];
  // by name
  name = "";
  model = null;
  // null: a lesson
  origin = null;
  // the document as it was opened
  lesson = null;
  // the document
  past = [];
  future = [];
  view = opening;
  answer = null;
  other = null;
  // with the weights that the switch does not show
  window = null;
  // stays while things move
  error = "";
  said = "";
  // told once, politely
  away = false;
  // the server does not answer, and is asked again
  hover = null;
  lit = [];
  // an arrow's numbers
  editing = "";
  // name of the number under edit
  dragging = false;
  playing = false;
  tour = 0;
  // stop of the guided tour, 1 … 7; 0: none
  pulled = "";
  // name of the map that is shown large
  kept = /* @__PURE__ */ new Set();
  // notes that are kept as stated
  dialog = "";
  waiting = null;
  // a model that runs, and how much of it is done
  engine = new Engine((why) => this.fail(t3("broken", { why })), (away) => this.set({ away }));
  listeners = /* @__PURE__ */ new Set();
  chain = Promise.resolve();
  // of what changes the lesson
  preview = null;
  // the newest move of a drag
  previewing = false;
  coalesce = "";
  coalesced = 0;
  timer = 0;
  seeing = 0;
  writing = 0;
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  /** Changes some fields, and draws anew. */
  set(fields) {
    Object.assign(this, fields);
    for (const listener of this.listeners) listener();
  }
  /** To another of the page's views. */
  turn(tab) {
    if (tab === this.tab) return;
    this.set({ tab, playing: false, tour: 0, hover: null });
    if (tab === "training") return void this.recorded.show(null);
    this.recorded.hide();
    void this.writeAddress();
  }
  fail(error) {
    this.set({ error });
  }
  async start() {
    const recorded = readRecorded(location.hash);
    if (recorded !== null) {
      this.set({ tab: "training" });
      void this.recorded.show(recorded);
    }
    const file2 = async (name2) => await (await read(name2, (away) => this.set({ away }))).json();
    const [shipped, opening2, at2] = await Promise.all([file2("lessons.json"), file2("opening.json"), read2(location.hash || (saved?.at ?? ""))]);
    const own2 = saved?.lesson;
    const lessons = own2 === void 0 ? shipped : [...shipped.filter((l3) => l3.name !== own2.name), own2];
    this.lessons = lessons;
    this.view = at2.view;
    void names().then((names2) => this.set({ models: names2 }));
    if (at2.model !== "" && await this.openModel(at2.model, at2.lesson, at2.window)) return;
    const chosen = lessons.find((l3) => l3.name === at2.name) ?? lessons[0];
    if (chosen === void 0) return;
    if (chosen === shipped[0] && at2.lesson === null && !at2.view.formula) {
      this.set({ name: chosen.name, origin: chosen.lesson, lesson: opening2.lesson, answer: opening2, window: at2.window ?? opening2.scene.panels[0]?.window ?? null });
      return void this.settle();
    }
    await this.open(chosen, at2.lesson ?? chosen.lesson, at2.window);
    if (this.answer === null && this.error !== "") {
      const error = this.error;
      await this.open(chosen);
      this.fail(error);
    }
  }
  /** Opens a lesson that ships, perhaps as an address has changed it. */
  async open(file2, lesson = file2.lesson, window = null) {
    this.set({ ...fresh, name: file2.name, model: null, origin: file2.lesson, window });
    await this.show(lesson);
  }
  /** Opens a model, with the texts that are shown or as an address has it; false where that is not to be. */
  async openModel(name2, document2 = null, window = null) {
    const before = { name: this.name, model: this.model, origin: this.origin, past: this.past, future: this.future, window: this.window };
    this.set({ waiting: { for: name2, part: 0 } });
    const model2 = await describe(name2).catch(() => t3("noServer"));
    this.set({ waiting: null });
    if (typeof model2 === "string") {
      this.fail(model2);
      return false;
    }
    const texts = this.answer?.walk.traces.map((trace) => trace.text).slice(0, 2);
    const origin2 = recording === null ? { heed: 1, source: name2 } : opened;
    const opened2 = texts === void 0 || recording !== null ? origin2 : { heed: 1, source: name2, texts };
    this.set({ ...fresh, name: name2, model: model2, origin: origin2, window, view: { ...this.view, formula: false } });
    if (await this.show(document2 ?? opened2, [], window === null)) return true;
    const { error } = this;
    this.set(before);
    this.fail(error);
    return false;
  }
  /** Makes another request of a model: another head, say. */
  alter(fields) {
    this.chain = this.chain.then(async () => {
      const before = this.lesson;
      if (await this.show({ ...before, ...fields }, [], true)) this.set({ past: [...this.past, before], future: [] });
    });
  }
  /** Whether what is shown is a recorded head, which goes on from q, k and v alone. */
  get resumed() {
    return this.model !== null && recording !== null;
  }
  /** What a page that works offline is to carry: nothing of a lesson. */
  async record() {
    if (this.model === null || saved !== null) return "";
    const running = new AbortController();
    this.running = running;
    this.set({ waiting: { for: this.name, part: 0 } });
    return record2(this.lesson, running.signal).finally(() => this.set({ waiting: null }));
  }
  running = null;
  /** Gives up the model that runs. */
  cancel() {
    this.running?.abort();
  }
  /** The document after changes, and its walk. */
  async ask(document2, changes3, brief = false, formula2 = this.view.formula) {
    if (this.model === null) {
      const answer2 = await this.engine.ask({ ...this.request(document2, changes3, formula2), ...brief ? { brief } : {} });
      return { document: refused(answer2) ? document2 : answer2.lesson, answer: answer2 };
    }
    if (this.resumed) {
      const set2 = changed(document2, changes3);
      return { document: set2, answer: await this.engine.ask({ ...request2(set2), ...brief ? { brief } : {} }, walk) };
    }
    const request3 = changed2(document2, changes3, this.answer);
    const running = new AbortController();
    this.running = running;
    const { name: name2 } = this;
    const late = brief ? 0 : setTimeout(() => this.set({ waiting: { for: name2, part: 0 } }), 300);
    const told = { done: (part) => this.waiting !== null && this.set({ waiting: { for: name2, part } }), away: (away) => this.set({ away }) };
    const answer = await ask2({ ...request3, ...brief ? { brief } : {} }, told, running.signal).catch((why) => ({ heed: 1, error: running.signal.aborted ? t3("cancelled") : String(why) }));
    clearTimeout(late);
    if (!brief) this.set({ waiting: null });
    return { document: request3, answer };
  }
  /** What the server is asked of the page as it is: the operation, by its name for lessons, and its request. */
  asking(operation) {
    return this.model === null ? [operation, this.request(this.lesson, [])] : [`models/${operation}`, this.lesson];
  }
  request(lesson, changes3, formula2 = this.view.formula) {
    return { heed: 1, name: this.name, lesson, changes: changes3, formula: formula2 };
  }
  /** Asks for the lesson's walk and draws it, afresh in a window of its own; true if it came. */
  async show(lesson, changes3 = [], afresh = false) {
    const { document: document2, answer } = await this.ask(lesson, changes3);
    if (refused(answer)) {
      this.fail(refusalSays(answer));
      return false;
    }
    const window = (afresh ? null : this.window) ?? answer.scene.panels[0]?.window ?? null;
    this.set({ lesson: document2, answer, window, error: "" });
    void this.settle();
    return true;
  }
  /** What follows once the numbers stand: the other weights, the address, a word on what moved. */
  async settle() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.set({ said: this.tab === "walk" ? this.summary() : "" }), 600);
    void this.writeAddress();
    const lesson = this.lesson;
    if (this.model !== null) return this.set({ other: null });
    const { answer: other } = await this.ask(lesson, [], false, !this.view.formula);
    if (!refused(other) && lesson === this.lesson) this.set({ other });
  }
  /** What a listener is told of the plane. */
  summary() {
    const walk2 = this.answer?.walk;
    if (walk2 === void 0) return "";
    return walk2.traces.map((trace, c3) => {
      const to = aim(trace);
      if (to === void 0) return t3("planeOf", { texts: trace.text });
      const length = Math.abs(to.signed ?? 0).toFixed(2);
      const [before, after] = to.distance.map((d3) => (d3 ?? 0).toFixed(2));
      return t3((to.signed ?? 0) < 0 ? "summaryAway" : "summary", { word: trace.word, length, to: to.token, name: "AB"[c3] ?? "", before: before ?? "", after: after ?? "" });
    }).join(" ");
  }
  async writeAddress() {
    const n2 = ++this.writing;
    const hash2 = await this.address();
    if (n2 === this.writing && this.tab === "walk") history.replaceState(null, "", hash2);
  }
  /** Whether the lesson is as it was opened. */
  unchanged() {
    return JSON.stringify(this.lesson) === JSON.stringify(this.origin);
  }
  /** What stands behind the # of the page as it is now. */
  address(lesson = this.unchanged() ? null : this.lesson) {
    const own2 = this.answer?.scene.panels[0]?.window ?? null;
    return write({ name: this.model === null ? this.name : "", model: this.model?.name ?? "", lesson, view: this.view, window: JSON.stringify(this.window) === JSON.stringify(own2) ? null : this.window });
  }
  /** Changes the lesson for good. Changes of one kind that follow each other quickly are undone as one. */
  change(wanted2, kind = "") {
    this.preview = null;
    this.chain = this.chain.then(async () => {
      const changes3 = typeof wanted2 === "function" ? this.answer === null ? [] : wanted2(this.answer) : wanted2;
      const before = this.committed ?? this.lesson;
      const same2 = kind !== "" && kind === this.coalesce && performance.now() - this.coalesced < 800;
      this.committed = null;
      if (!await this.show(before, changes3, changes3.some((c3) => c3.do === "text"))) {
        const error = this.error;
        await this.show(before);
        this.fail(error);
        return;
      }
      if (!same2) this.past = [...this.past, before];
      this.coalesce = kind;
      this.coalesced = performance.now();
      this.set({ future: [] });
    });
    return this.chain;
  }
  /** Adds to a number, as often as it is asked to. */
  nudge(at2, value, by) {
    const now = (answer) => {
      const parts2 = answer.steps.flat().flatMap((s3) => s3.lines.flat());
      const part = parts2.find((p3) => p3.at !== void 0 && name(p3.at) === name(at2));
      return typeof part?.value === "number" ? part.value : value;
    };
    void this.change((answer) => [{ do: "set", context: at2.trace, at: place(at2), value: Number((now(answer) + by).toPrecision(12)) }], "set " + name(at2));
  }
  /** Moves a tip by so much, as often as it is asked to. */
  push(at2, [dx, dy]) {
    void this.change((answer) => {
      const marks2 = answer.scene.panels[0]?.marks ?? [];
      const tip = marks2.find((m3) => m3.kind === "arrow" && m3.of[0] !== void 0 && name(m3.of[0]) === name(at2))?.points[1];
      return tip === void 0 ? [] : [{ do: "move", context: at2.trace, at: place(at2), to: beside2(tip, dx, dy) }];
    }, "move " + name(at2));
  }
  committed = null;
  // the lesson before the drag
  /** Shows what a change would do, until change makes it or drop takes it back; of several, the newest. */
  try(changes3) {
    this.committed ??= this.lesson;
    this.preview = changes3;
    if (!this.previewing) void this.pump();
  }
  async pump() {
    this.previewing = true;
    while (this.preview !== null && this.committed !== null) {
      const [changes3, base] = [this.preview, this.committed];
      this.preview = null;
      const { answer } = await this.ask(base, changes3, true);
      if (this.committed !== base || refused(answer)) continue;
      performance.mark("heed:answered");
      this.set({ answer, error: "" });
    }
    this.previewing = false;
  }
  drop() {
    const before = this.committed;
    this.committed = null;
    this.preview = null;
    if (before !== null) void this.show(before);
  }
  undo() {
    this.travel("past", "future");
  }
  redo() {
    this.travel("future", "past");
  }
  travel(from, to) {
    this.chain = this.chain.then(async () => {
      const lesson = this[from].at(-1);
      if (lesson === void 0) return;
      this.coalesce = "";
      this.set({ [from]: this[from].slice(0, -1), [to]: [...this[to], this.lesson] });
      await this.show(lesson);
    });
  }
  reset() {
    this.chain = this.chain.then(async () => {
      this.set({ past: [...this.past, this.lesson], future: [] });
      await this.show(this.origin, [], true);
    });
  }
  look(view) {
    const formula2 = view.formula ?? this.view.formula;
    const turned2 = formula2 !== this.view.formula;
    this.set({ view: { ...this.view, ...view }, hover: null });
    if (turned2) this.chain = this.chain.then(async () => void await this.show(this.lesson));
    else void this.writeAddress();
  }
  step(to) {
    this.look({ step: Math.max(1, Math.min(7, to)) });
  }
  /** Shows another window of the plane; the address follows once it rests. */
  see(window) {
    this.set({ window });
    clearTimeout(this.seeing);
    this.seeing = setTimeout(() => void this.writeAddress(), 200);
  }
  fit() {
    this.set({ window: this.answer?.scene.panels[0]?.window ?? null });
    void this.writeAddress();
  }
  /** Pins a number at what it is, or takes its pin away. */
  pin(part) {
    if (part.at === void 0 || part.edit !== true) return;
    const change = { context: part.at.trace, at: place(part.at) };
    if (part.given === "stated" || part.given === "borrowed") void this.change([{ do: "unpin", ...change }]);
    else if (part.at.tensor !== "embed" && typeof part.value === "number") void this.change([{ do: "set", ...change, value: part.value }]);
  }
  /** The steps that disagree with what is stated, in any context shown. */
  disagreeing() {
    const steps = this.answer?.steps ?? [];
    const shown2 = steps.filter((_3, c3) => this.view.show === "both" || this.view.show === c3);
    return [1, 2, 3, 4, 5, 6, 7].filter((n2) => shown2.some((s3) => (s3[n2 - 1]?.checks.length ?? 0) + (s3[n2 - 1]?.notes.filter((x2) => !remark(x2)).length ?? 0) > 0));
  }
};

// src/strip.tsx
var percent = (share) => `${Math.round(share * 100)}%`;
function bars(kept, show) {
  const letters = kept.filter((k2) => ["symbol", "strong"].includes(k2.label[0]?.style ?? "") && (show === "both" || k2.context === show));
  return letters.filter((k2, i3) => k2.role !== "embed" || letters.findIndex((o4) => o4.role === "embed") === i3);
}
function changes2(page2) {
  if (page2.model === null) return "";
  const list = page2.resumed ? carried(page2) : (page2.lesson?.changes ?? []).map((c3) => `L${c3.layer}.H${c3.head}`);
  const places2 = [...new Set(list)].join(", ");
  const one = (alone, many) => list.length === 1 ? alone : many;
  return list.length === 0 ? "" : t3(page2.resumed ? one("setOne", "setMany") : one("changedOne", "changedMany"), { n: list.length, places: places2 });
}
function carried(page2) {
  const { layer, head } = page2.answer?.walk.source ?? { layer: 0, head: 0 };
  return [...recording?.changed ?? [], ...changes(page2.lesson).map(() => `L${layer}.H${head}`)];
}
function Strip() {
  const page2 = usePage();
  const { answer, view } = page2;
  const whole2 = (answer?.scene.plane.x.length ?? 2) <= 2;
  return /* @__PURE__ */ a3("div", { class: "strip", children: [
    /* @__PURE__ */ a3("b", { children: t3("projection") }),
    /* @__PURE__ */ a3("span", { class: page2.resumed ? "says long" : "says", children: [
      /* @__PURE__ */ a3(Marked, { text: page2.resumed ? t3("resumed") : whole2 ? t3("whole") : t3("keeps") }),
      " ",
      /* @__PURE__ */ a3("b", { children: changes2(page2) })
    ] }),
    /* @__PURE__ */ a3("ul", { children: bars(answer?.scene.kept ?? [], view.show).map((k2, i3) => /* @__PURE__ */ a3("li", { class: k2.share < 0.3 ? "low" : "", children: [
      /* @__PURE__ */ a3("i", { class: colour(k2.role, k2.context), children: k2.label[0]?.text }),
      /* @__PURE__ */ a3("span", { class: `bar ${colour(k2.role, k2.context)}`, children: /* @__PURE__ */ a3("span", { style: { width: percent(k2.share) } }) }),
      percent(k2.share)
    ] }, i3)) }),
    /* @__PURE__ */ a3("button", { type: "button", class: "bare", title: t3("about"), "aria-label": t3("about"), onClick: () => page2.set({ dialog: "about" }), children: /* @__PURE__ */ a3(Info, {}) })
  ] });
}

// src/sentence.tsx
function cut(text2, word) {
  const at2 = text2.toLowerCase().lastIndexOf(word.toLowerCase());
  if (at2 < 0 || word === "") return [text2, "", ""];
  const from = at2 <= 16 ? 0 : text2.lastIndexOf(" ", at2 - 2) + 1;
  return [(from > 0 ? "… " : "") + text2.slice(from, at2), text2.slice(at2, at2 + word.length), text2.slice(at2 + word.length)];
}
function Sentence({ context, text: text2, word }) {
  const page2 = usePage();
  const [draft, setDraft] = d2(null);
  const input = T2(null);
  const name2 = letter(context);
  const colour2 = context === 0 ? "c-a" : "c-b";
  const label2 = t3(context === 0 ? "sentenceA" : "sentenceB");
  const done2 = () => {
    if (draft !== null && draft.trim() !== "" && draft.trim() !== text2) void page2.change([{ do: "text", context, text: draft.trim() }]);
    setDraft(null);
  };
  A2(() => {
    if (draft === null || document.activeElement === input.current) return;
    input.current?.focus();
    input.current?.select();
  }, [draft]);
  const shown2 = page2.view.show === "both" || page2.view.show === context;
  const [before, studied, after] = cut(text2, word);
  return /* @__PURE__ */ a3("div", { class: `sentence${text2 === "" ? " empty" : ""}${shown2 ? "" : " away"}`, children: [
    /* @__PURE__ */ a3("button", { type: "button", class: `badge ${colour2}`, "aria-pressed": page2.view.show === context, title: t3("showOnly", { name: name2 }), "aria-label": t3("showOnly", { name: name2 }), disabled: text2 === "", onClick: () => page2.look({ show: page2.view.show === context ? "both" : context === 0 ? 0 : 1 }), children: name2 }),
    page2.resumed ? /* @__PURE__ */ a3("span", { class: "text", children: [
      before,
      /* @__PURE__ */ a3("u", { children: studied }),
      after
    ] }) : draft === null ? /* @__PURE__ */ a3("button", { type: "button", class: "text", "aria-label": `${label2}: ${text2 === "" ? t3("compareWith") : text2}`, onClick: () => setDraft(text2), children: text2 === "" ? t3("compareWith") : /* @__PURE__ */ a3($, { children: [
      before,
      /* @__PURE__ */ a3("u", { children: studied }),
      after
    ] }) }) : /* @__PURE__ */ a3("span", { class: "editing", onFocusOut: (e3) => {
      if (!(e3.relatedTarget instanceof Node && e3.currentTarget.contains(e3.relatedTarget))) done2();
    }, children: [
      /* @__PURE__ */ a3(
        "input",
        {
          ref: input,
          value: draft,
          "aria-label": label2,
          size: Math.max(12, draft.length),
          onInput: (e3) => setDraft(e3.currentTarget.value),
          onKeyDown: (e3) => {
            e3.stopPropagation();
            if (e3.key === "Enter") done2();
            else if (e3.key === "Escape") setDraft(null);
          }
        }
      ),
      draft === text2 && /* @__PURE__ */ a3(Studied, { context, text: text2, word, done: () => setDraft(null) })
    ] })
  ] });
}
function Studied({ context, text: text2, word, done: done2 }) {
  const page2 = usePage();
  const words = text2.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
  const choose = (to) => {
    done2();
    if (to !== word) void page2.change([{ do: "focus", context, text: to }]);
  };
  return /* @__PURE__ */ a3("span", { class: "studied", children: [
    t3("study"),
    words.map((w3, i3) => words.findIndex((o4) => o4.toLowerCase() === w3.toLowerCase()) === i3 && /* @__PURE__ */ a3("button", { type: "button", "aria-pressed": w3.toLowerCase() === word.toLowerCase(), onClick: () => choose(w3), children: w3 }, w3))
  ] });
}

// src/sources.tsx
var own = { heed: 1, text: "first second", embed: { first: [1, 0], second: [0, 1] }, maps: { Q: "identity", K: "identity", V: "identity" } };
async function read3(page2, file2) {
  try {
    await page2.open({ name: file2.name.replace(/\.json$/, ""), title: file2.name, lesson: JSON.parse(await file2.text()) });
  } catch {
    page2.set({ error: t3("noLesson", { file: file2.name }) });
  }
}
function Sources() {
  const page2 = usePage();
  const picker = T2(null);
  const chosen = page2.model === null ? `lesson:${page2.name}` : `model:${page2.model.name}`;
  const shipped = page2.lessons.some((l3) => l3.name === page2.name);
  const choose = (value) => {
    const [kind, name2 = ""] = [value.slice(0, value.indexOf(":")), value.slice(value.indexOf(":") + 1)];
    const file2 = page2.lessons.find((l3) => l3.name === name2);
    if (kind === "model") void page2.openModel(name2);
    else if (kind === "lesson" && file2 !== void 0) void page2.open(file2);
    else if (kind === "own") void page2.open({ name: "own", title: t3("ownNumbers"), lesson: own });
    else if (kind === "file") picker.current?.click();
  };
  return /* @__PURE__ */ a3("label", { class: "source", children: [
    /* @__PURE__ */ a3("span", { children: t3("source") }),
    /* @__PURE__ */ a3(
      "select",
      {
        "aria-label": t3("source"),
        value: chosen,
        onChange: (e3) => {
          const { value } = e3.currentTarget;
          e3.currentTarget.value = chosen;
          choose(value);
        },
        children: [
          /* @__PURE__ */ a3("optgroup", { label: t3("lesson"), children: page2.lessons.map((l3) => /* @__PURE__ */ a3("option", { value: `lesson:${l3.name}`, children: l3.title === "" ? l3.name : l3.title }, l3.name)) }),
          /* @__PURE__ */ a3("optgroup", { label: t3("own"), children: [
            page2.model === null && !shipped && page2.name !== "" && page2.name !== "own" && /* @__PURE__ */ a3("option", { value: chosen, children: page2.name }),
            /* @__PURE__ */ a3("option", { value: page2.name === "own" && page2.model === null ? chosen : "own:", children: t3("ownNumbers") }),
            /* @__PURE__ */ a3("option", { value: "file:", children: t3("openFile") })
          ] }),
          page2.models.length > 0 && /* @__PURE__ */ a3("optgroup", { label: t3("models"), children: page2.models.map((name2) => /* @__PURE__ */ a3("option", { value: `model:${name2}`, children: name2 }, name2)) })
        ]
      }
    ),
    /* @__PURE__ */ a3(Down, {}),
    /* @__PURE__ */ a3(
      "input",
      {
        ref: picker,
        type: "file",
        hidden: true,
        accept: ".json,application/json",
        onChange: (e3) => {
          const [file2] = e3.currentTarget.files ?? [];
          if (file2 !== void 0) void read3(page2, file2);
          e3.currentTarget.value = "";
        }
      }
    )
  ] });
}
function Heads() {
  const page2 = usePage();
  const source2 = page2.answer?.walk.source;
  if (page2.model === null || source2 === void 0) return null;
  const { heads } = page2.model;
  const list = (n2) => Array.from({ length: n2 }, (_3, i3) => i3);
  const { layer, head } = source2;
  if (page2.resumed) {
    return /* @__PURE__ */ a3("span", { class: "source head", children: [
      /* @__PURE__ */ a3("span", { children: t3("layer") }),
      " ",
      /* @__PURE__ */ a3("b", { children: layer }),
      " ",
      /* @__PURE__ */ a3("span", { children: t3("head") }),
      " ",
      /* @__PURE__ */ a3("b", { children: head })
    ] });
  }
  return /* @__PURE__ */ a3("span", { class: "source head", children: [
    heads.length > 1 && /* @__PURE__ */ a3("label", { children: [
      /* @__PURE__ */ a3("span", { children: t3("layer") }),
      /* @__PURE__ */ a3("select", { value: layer, "aria-label": t3("layer"), onChange: (e3) => page2.alter({ layer: Number(e3.currentTarget.value), head: Math.min(head, (heads[Number(e3.currentTarget.value)] ?? 1) - 1) }), children: list(heads.length).map((i3) => /* @__PURE__ */ a3("option", { value: i3, children: i3 }, i3)) })
    ] }),
    /* @__PURE__ */ a3("label", { children: [
      /* @__PURE__ */ a3("span", { children: t3("head") }),
      /* @__PURE__ */ a3("select", { value: head, "aria-label": t3("head"), onChange: (e3) => page2.alter({ layer, head: Number(e3.currentTarget.value) }), children: list(heads[layer] ?? 1).map((i3) => /* @__PURE__ */ a3("option", { value: i3, children: i3 }, i3)) })
    ] }),
    /* @__PURE__ */ a3("button", { type: "button", class: "strongest", title: source2.chosen ?? t3("strongest"), "aria-pressed": source2.chosen !== void 0, onClick: () => page2.alter({ layer: void 0, head: void 0 }), children: t3("strongest") })
  ] });
}
function Waiting() {
  const page2 = usePage();
  if (page2.waiting === null) return null;
  return /* @__PURE__ */ a3("div", { class: "waiting", role: "progressbar", "aria-label": t3("running", { name: page2.waiting.for }), "aria-valuenow": Math.round(page2.waiting.part * 100), children: [
    /* @__PURE__ */ a3("i", { style: { width: `${page2.waiting.part * 100}%` } }),
    /* @__PURE__ */ a3("span", { children: t3("running", { name: page2.waiting.for }) }),
    /* @__PURE__ */ a3("button", { type: "button", onClick: () => page2.cancel(), children: t3("cancel") })
  ] });
}

// src/tabs.tsx
var tabs = [
  ["walk", "tabWalk", "#"],
  ["training", "tabTraining", "#view=training"]
];
var turned = false;
function Tabs() {
  const page2 = usePage();
  const box = T2(null);
  A2(() => {
    if (turned) box.current?.querySelector("[aria-current]")?.focus();
    turned = false;
  }, []);
  if (saved !== null) return null;
  return /* @__PURE__ */ a3("nav", { class: "tabs", ref: box, "aria-label": t3("tabs"), children: tabs.map(([tab, name2, href]) => /* @__PURE__ */ a3(
    "a",
    {
      href,
      "aria-current": page2.tab === tab ? "page" : void 0,
      onClick: (e3) => {
        if (e3.ctrlKey || e3.metaKey || e3.shiftKey || e3.button !== 0) return;
        e3.preventDefault();
        turned = page2.tab !== tab;
        page2.turn(tab);
      },
      children: t3(name2)
    },
    tab
  )) });
}

// src/share-menu.tsx
var groups = [
  [
    ["copyLink", copyLink, "served"],
    ["copyFigure", copyFigure]
  ],
  [
    ["saveSvg", saveSvg],
    ["savePng", savePng],
    ["printPdf", printPdf, "served walk"],
    ["printSvg", printSvg, "served walk"]
  ],
  [
    ["savePage", savePage, "walk"],
    ["saveLesson", saveLesson, "lesson"],
    ["numbersJson", saveJson, "walk"],
    ["numbersCsv", saveCsv, "walk"],
    ["numbersNpz", saveNpz, "walk"]
  ],
  [["about", (page2) => page2.set({ dialog: "about" }), "walk"]]
];
function offered(page2, needs) {
  if (needs.startsWith("served") && saved !== null) return false;
  if (page2.tab !== "walk" && needs !== "" && needs !== "served") return false;
  return needs !== "lesson" || page2.model === null;
}
function Share() {
  const page2 = usePage();
  const [open, setOpen] = d2(false);
  const box = T2(null);
  A2(() => {
    if (!open) return;
    box.current?.querySelector("[role=menuitem]")?.focus();
    const away = (e3) => e3.target instanceof Node && box.current?.contains(e3.target) !== true && setOpen(false);
    document.addEventListener("pointerdown", away);
    return () => document.removeEventListener("pointerdown", away);
  }, [open]);
  const act2 = async (does) => {
    setOpen(false);
    try {
      await does(page2);
    } catch (why) {
      page2.set({ error: t3("notDone", { why: String(why) }) });
    }
  };
  const walk2 = (e3) => {
    const list = [...box.current?.querySelectorAll("[role=menuitem]") ?? []];
    const at2 = list.indexOf(document.activeElement);
    if (e3.key === "Escape") {
      setOpen(false);
      box.current?.querySelector("button")?.focus();
    } else if (e3.key === "ArrowDown") list[(at2 + 1) % list.length]?.focus();
    else if (e3.key === "ArrowUp") list[(at2 + list.length - 1) % list.length]?.focus();
    else return;
    e3.preventDefault();
    e3.stopPropagation();
  };
  return /* @__PURE__ */ a3("div", { class: "share", ref: box, onKeyDown: open ? walk2 : void 0, children: [
    /* @__PURE__ */ a3("button", { type: "button", class: "control", "aria-haspopup": "menu", "aria-expanded": open, "aria-label": t3("share"), onClick: () => setOpen(!open), children: [
      /* @__PURE__ */ a3(Upload, {}),
      /* @__PURE__ */ a3("span", { children: t3("share") })
    ] }),
    open && /* @__PURE__ */ a3("div", { class: "menu", role: "menu", "aria-label": t3("share"), children: groups.map((group, i3) => /* @__PURE__ */ a3("div", { role: "group", children: group.filter(([, , needs = ""]) => offered(page2, needs)).map(([key, does]) => /* @__PURE__ */ a3("button", { type: "button", role: "menuitem", "data-key": key, onClick: () => void act2(does), children: t3(key) }, key)) }, i3)) })
  ] });
}

// src/top.tsx
function Top() {
  const page2 = usePage();
  const traces = page2.answer?.walk.traces ?? [];
  return /* @__PURE__ */ a3("header", { class: "top", children: [
    /* @__PURE__ */ a3("h1", { class: "brand", children: [
      /* @__PURE__ */ a3(Mark, {}),
      "heed"
    ] }),
    /* @__PURE__ */ a3(Tabs, {}),
    /* @__PURE__ */ a3("span", { class: "space" }),
    /* @__PURE__ */ a3("div", { class: "sentences", children: [
      /* @__PURE__ */ a3(Sentence, { context: 0, text: traces[0]?.text ?? "", word: traces[0]?.word ?? "" }),
      /* @__PURE__ */ a3(Sentence, { context: 1, text: traces[1]?.text ?? "", word: traces[1]?.word ?? "" })
    ] }),
    /* @__PURE__ */ a3(Sources, {}),
    /* @__PURE__ */ a3(Heads, {}),
    /* @__PURE__ */ a3("span", { class: "tools", children: [
      /* @__PURE__ */ a3("button", { type: "button", class: "bare", title: t3("undo"), "aria-label": t3("undo"), disabled: page2.past.length === 0, onClick: () => page2.undo(), children: /* @__PURE__ */ a3(Undo, {}) }),
      /* @__PURE__ */ a3("button", { type: "button", class: "bare", title: t3("redo"), "aria-label": t3("redo"), disabled: page2.future.length === 0, onClick: () => page2.redo(), children: /* @__PURE__ */ a3(Redo, {}) }),
      /* @__PURE__ */ a3("button", { type: "button", class: "bare", title: t3("reset"), "aria-label": t3("reset"), disabled: page2.past.length === 0, onClick: () => page2.reset(), children: /* @__PURE__ */ a3(Reset, {}) })
    ] }),
    /* @__PURE__ */ a3("button", { type: "button", class: "control", "aria-label": t3("tour"), onClick: () => void startTour(page2), children: [
      /* @__PURE__ */ a3(Signpost, {}),
      /* @__PURE__ */ a3("span", { children: t3("tour") })
    ] }),
    /* @__PURE__ */ a3(Share, {}),
    /* @__PURE__ */ a3(Theme, {}),
    /* @__PURE__ */ a3(Waiting, {}),
    page2.error !== "" && /* @__PURE__ */ a3("p", { class: "error", role: "alert", children: page2.error })
  ] });
}
var dark = () => document.documentElement.dataset["theme"] === "dark";
function Theme() {
  const [isDark, set2] = d2(dark);
  return /* @__PURE__ */ a3(
    "button",
    {
      type: "button",
      class: "bare",
      title: t3(isDark ? "light" : "dark"),
      "aria-label": t3(isDark ? "light" : "dark"),
      onClick: () => {
        document.documentElement.dataset["theme"] = isDark ? "light" : "dark";
        localStorage.setItem("heed-theme", isDark ? "light" : "dark");
        set2(!isDark);
      },
      children: isDark ? /* @__PURE__ */ a3(Sun, {}) : /* @__PURE__ */ a3(Moon, {})
    }
  );
}

// src/chart.tsx
var [left, right, top, foot] = [38, 14, 15, 24];
function stepsRuler(recorded, start, end) {
  const steps = recorded.training?.steps ?? [0];
  const to = recorded.live === "on" ? recorded.training?.planned ?? 1 : steps.at(-1) ?? 1;
  return { from: steps[0] ?? 0, to, start, end, log: recorded.live === "on" ? recorded.training?.words === 0 : early(steps) };
}
function scrubbing(recorded, ruler) {
  const to = (e3) => {
    const box = e3.currentTarget.getBoundingClientRect();
    recorded.go(nearest(ruler, recorded.training?.steps ?? [0], e3.clientX - box.left));
  };
  return {
    onPointerDown: (e3) => {
      if (e3.button !== 0) return;
      e3.currentTarget.setPointerCapture(e3.pointerId);
      recorded.set({ playing: false });
      to(e3);
    },
    onPointerMove: (e3) => {
      if (e3.currentTarget.hasPointerCapture(e3.pointerId)) to(e3);
    }
  };
}
function Chart({ name: name2, title: title2, curves, domain, tall, children }) {
  const { recorded } = usePage();
  const [box, { width, height }] = useSize();
  const [from, to] = domain ?? bounds(curves.map((c3) => c3.values));
  const x2 = stepsRuler(recorded, left, width - right);
  const y3 = { from, to, start: height - foot, end: top, log: false };
  const said2 = curves.map((c3) => `${c3.id}: ${plain(c3.values[recorded.at] ?? null, 2)}`).join(", ");
  return /* @__PURE__ */ a3("div", { class: `chart${tall === true ? " tall" : ""}`, "data-chart": name2, children: [
    /* @__PURE__ */ a3("h2", { children: title2 }),
    /* @__PURE__ */ a3("p", { children }),
    /* @__PURE__ */ a3("div", { class: "plot", ref: box, children: width > 0 && /* @__PURE__ */ a3("svg", { width, height, role: "img", "aria-label": `${title2}. ${said2}`, ...scrubbing(recorded, x2), children: [
      /* @__PURE__ */ a3(Axes, { x: x2, y: y3 }),
      /* @__PURE__ */ a3(Lines2, { curves, x: x2, y: y3, at: recorded.at, steps: recorded.training?.steps ?? [] }),
      /* @__PURE__ */ a3(Values, { curves, x: x2, y: y3, recorded })
    ] }) })
  ] });
}
function Axes({ x: x2, y: y3 }) {
  const [across, up] = [marks(x2, 64), marks(y3, 30)];
  return /* @__PURE__ */ a3("g", { "aria-hidden": "true", children: [
    up.map((v3) => /* @__PURE__ */ a3("g", { children: [
      /* @__PURE__ */ a3("path", { class: v3 === 0 ? "base" : "rule", d: `M${x2.start} ${along(y3, v3).toFixed(1)}H${x2.end}` }),
      /* @__PURE__ */ a3("text", { class: "tick", x: x2.start - 8, y: along(y3, v3) + 4, "text-anchor": "end", children: plain(v3, decimals(up)) })
    ] }, v3)),
    across.map((v3) => /* @__PURE__ */ a3("text", { class: "tick", x: along(x2, v3), y: y3.start + 19, "text-anchor": "middle", children: v3 }, v3))
  ] });
}
function path2(values, steps, x2, y3, from, to) {
  let [d3, on] = ["", false];
  for (let i3 = from; i3 <= to && i3 < values.length; i3++) {
    const v3 = values[i3] ?? null;
    if (v3 !== null) d3 += `${on ? "L" : "M"}${along(x2, steps[i3] ?? 0).toFixed(1)} ${along(y3, v3).toFixed(1)}`;
    on = v3 !== null;
  }
  return d3;
}
function Lines2({ curves, x: x2, y: y3, at: at2, steps }) {
  const future = w2(() => curves.map((c3) => path2(c3.values, steps, x2, y3, 0, steps.length - 1)), [curves.map((c3) => c3.values).flat().length, curves[0]?.values, steps, x2.end, y3.start, y3.from, y3.to, x2.to]);
  return /* @__PURE__ */ a3("g", { "aria-hidden": "true", children: [...curves.keys()].reverse().map((i3) => {
    const c3 = curves[i3];
    if (c3 === void 0) return null;
    const kind = `curve ${c3.colour}${c3.dashed === true ? " dashed" : ""}`;
    return /* @__PURE__ */ a3("g", { children: [
      /* @__PURE__ */ a3("path", { class: `${kind} future`, d: future[i3] ?? "" }),
      /* @__PURE__ */ a3("path", { class: kind, d: path2(c3.values, steps, x2, y3, 0, at2) })
    ] }, c3.id);
  }) });
}
function Values({ curves, x: x2, y: y3, recorded }) {
  const px = along(x2, recorded.step);
  const there = curves.flatMap((c3) => {
    const v3 = c3.values[recorded.at] ?? null;
    return v3 === null ? [] : [{ c: c3, v: v3, at: along(y3, v3) }];
  });
  const places2 = spread(there.map((p3) => p3.at + beside3(p3, there)), 16, y3.end - 5, y3.start - 6);
  const before = px > x2.end - 52;
  return /* @__PURE__ */ a3("g", { children: [
    /* @__PURE__ */ a3("path", { class: "now", d: `M${px.toFixed(1)} ${y3.end - 12}V${y3.start + 2}` }),
    [...there].reverse().map(({ c: c3, at: at2 }) => /* @__PURE__ */ a3("circle", { class: `point ${c3.colour}`, cx: px, cy: at2, r: c3.dashed === true ? 2.8 : 4 }, c3.id)),
    there.map(({ c: c3, v: v3 }, i3) => /* @__PURE__ */ a3("text", { class: `value ${c3.colour}${c3.dashed === true ? " dashed" : ""}`, "data-curve": c3.id, "data-value": v3, x: before ? px - 10 : px + 10, y: (places2[i3] ?? 0) + 4.5, "text-anchor": before ? "end" : "start", children: plain(v3, 2) }, c3.id))
  ] });
}
function beside3(p3, all) {
  return all.some((o4) => o4 !== p3 && o4.c.dashed === p3.c.dashed && (o4.at < p3.at || o4.at === p3.at && o4.c.id < p3.c.id)) ? 9 : -10;
}

// src/training-foot.tsx
var side = 20;
var line = 34;
function TrainingFoot() {
  const page2 = usePage();
  const { recorded } = page2;
  const { training, playing } = recorded;
  const [box, { width }] = useSize();
  const phone = useMedia("(max-width: 760px)");
  const ruler = stepsRuler(recorded, side, Math.max(side + 1, width - side));
  const bars2 = w2(() => training !== null && width > 0 && /* @__PURE__ */ a3(Bars2, { training, ruler }), [training, width, ruler.to]);
  const [steps, last2] = [training?.steps ?? [0], (training?.steps.length ?? 1) - 1];
  const px = along(ruler, recorded.step);
  const loss = fixed(training?.loss[recorded.at] ?? null, 2);
  return /* @__PURE__ */ a3("footer", { class: "foot training", children: [
    /* @__PURE__ */ a3("button", { type: "button", class: "play", "aria-label": t3(playing ? "stop" : "play"), disabled: training === null, onClick: () => recorded.play(), children: playing ? /* @__PURE__ */ a3(Stop, {}) : /* @__PURE__ */ a3(Play, {}) }),
    /* @__PURE__ */ a3(
      "div",
      {
        class: "way",
        ref: box,
        role: "slider",
        tabIndex: 0,
        "aria-label": t3("trainingStep"),
        "aria-valuemin": steps[0] ?? 0,
        "aria-valuemax": steps[last2] ?? 0,
        "aria-valuenow": recorded.step,
        "aria-valuetext": t3("trainedStep", { step: recorded.step, loss }),
        ...scrubbing(recorded, ruler),
        children: width > 0 && training !== null && /* @__PURE__ */ a3("svg", { width, height: 70, "aria-hidden": "true", children: [
          bars2,
          /* @__PURE__ */ a3("path", { class: "rail", d: `M${ruler.start} ${line}H${ruler.end}` }),
          /* @__PURE__ */ a3("path", { class: "gone", d: `M${ruler.start} ${line}H${px.toFixed(1)}` }),
          marks(ruler, phone ? 72 : 64).map((v3) => /* @__PURE__ */ a3("text", { class: "tick", x: along(ruler, v3), y: line + 24, "text-anchor": "middle", children: v3 }, v3)),
          /* @__PURE__ */ a3("circle", { class: "thumb", cx: px, cy: line, r: 9 }),
          /* @__PURE__ */ a3("text", { class: "here", x: Math.max(18, Math.min(width - 18, px)), y: line - 16, "text-anchor": "middle", children: recorded.step })
        ] })
      }
    ),
    /* @__PURE__ */ a3("span", { class: "ways", children: [
      /* @__PURE__ */ a3("button", { type: "button", class: "bare", "aria-label": t3("back"), disabled: recorded.at === 0, onClick: () => recorded.by(-5), children: /* @__PURE__ */ a3(Left, {}) }),
      /* @__PURE__ */ a3("button", { type: "button", class: "bare", "aria-label": t3("forward"), disabled: recorded.at === last2, onClick: () => recorded.by(5), children: /* @__PURE__ */ a3(Right, {}) })
    ] }),
    /* @__PURE__ */ a3("span", { class: "hints", children: [
      /* @__PURE__ */ a3("span", { "aria-hidden": "true", children: [
        /* @__PURE__ */ a3("kbd", { children: "←" }),
        /* @__PURE__ */ a3("kbd", { children: "→" }),
        " ",
        t3("hintSteps")
      ] }),
      /* @__PURE__ */ a3("span", { "aria-hidden": "true", children: [
        /* @__PURE__ */ a3("kbd", { children: t3("space") }),
        " ",
        t3("hintPlay")
      ] }),
      /* @__PURE__ */ a3("button", { type: "button", "aria-pressed": recorded.trails, onClick: () => recorded.turn(!recorded.trails), children: [
        /* @__PURE__ */ a3("kbd", { children: "T" }),
        " ",
        t3("hintTrails")
      ] }),
      /* @__PURE__ */ a3("button", { type: "button", onClick: () => page2.set({ dialog: "keys" }), children: [
        /* @__PURE__ */ a3("kbd", { children: "?" }),
        " ",
        t3("hintKeys")
      ] })
    ] })
  ] });
}
function Bars2({ training, ruler }) {
  const high = heights(training.change);
  let free = -Infinity;
  const shown2 = training.steps.flatMap((step, i3) => {
    const px = along(ruler, step);
    if (px < free || i3 === 0) return [];
    free = px + 7;
    return [`M${px.toFixed(1)} ${line - 2}v${(-20 * (high[i3] ?? 0)).toFixed(1)}`];
  });
  return /* @__PURE__ */ a3("path", { class: "changes", d: shown2.join("") });
}

// src/training-plane.tsx
var ticksApart = 64;
var title = 78;
function TrainingPlane({ training, pair }) {
  const { recorded } = usePage();
  const [box, { width, height }] = useSize();
  const phone = useMedia("(max-width: 760px)");
  const free = phone ? 62 : title;
  const window = recorded.window ?? pair.window;
  const frame = w2(() => width === 0 ? null : below(fit(window, width, height - free, 0), free), [window.minX, window.minY, window.maxX, window.maxY, width, height, free]);
  const list = w2(() => frame === null ? [] : vectors(training, pair, recorded.at, frame), [training, pair, recorded.at, frame]);
  const grid = w2(() => frame && /* @__PURE__ */ a3($, { children: [
    /* @__PURE__ */ a3(Grid, { frame }),
    /* @__PURE__ */ a3(TickNumbers, { frame, least: ticksApart, free })
  ] }), [frame, free]);
  return /* @__PURE__ */ a3("div", { class: "plane", ref: box, children: frame !== null && /* @__PURE__ */ a3($, { children: [
    /* @__PURE__ */ a3("svg", { class: "picture", width, height, role: "img", "aria-label": `${t3("plane")}. ${recorded.summary()}`, children: [
      grid,
      recorded.trails && list.map((v3) => /* @__PURE__ */ a3(Trail, { v: v3 }, "trail" + v3.id)),
      list.map((v3) => /* @__PURE__ */ a3(Vector2, { v: v3, frame }, v3.id)),
      /* @__PURE__ */ a3(Moved2, { list }),
      /* @__PURE__ */ a3("circle", { class: "origin", cx: frame.left, cy: frame.top, r: 3.2 }),
      /* @__PURE__ */ a3(Labels, { list, frame, phone, free })
    ] }),
    /* @__PURE__ */ a3("div", { class: "over", children: [
      /* @__PURE__ */ a3("h2", { children: [
        t3("step", { step: recorded.step }),
        recorded.live === "on" && /* @__PURE__ */ a3("span", { class: "alive", children: t3("live") })
      ] }),
      /* @__PURE__ */ a3("p", { children: says2(training, pair, recorded.trails, phone) })
    ] }),
    /* @__PURE__ */ a3(Table2, { list, step: recorded.step })
  ] }) });
}
function says2(training, pair, trails, phone) {
  const values = { words: training.words, dim: training.dim, heads: training.heads };
  const what = training.words > 0 ? t3("learnedWords", values) : t3("frozenWords", values);
  if (phone) return what;
  const more = [what];
  if (trails) more.push(t3("trails"));
  if (training.words > 0) more.push(t3("leans", { a: pair.contexts[0].target, b: pair.contexts[1].target }));
  return more.join(" ");
}
function vectors(training, pair, at2, frame) {
  const made = (id, kind, w3, track) => {
    const k2 = training.tracks[track];
    const point = k2?.at[k2.stays ? 0 : at2];
    if (k2 === void 0 || point === void 0) return [];
    const past = k2.stays ? [] : k2.at.slice(0, at2 + 1).map(([x2, y3]) => toPx(frame, { x: x2, y: y3 }));
    return [{ id, kind, context: w3.context, text: w3.text, lean: w3.lean ?? 0, at: point, px: toPx(frame, { x: point[0], y: point[1] }), past, kept: k2.kept?.[k2.stays ? 0 : at2] ?? 1 }];
  };
  const words = pair.words.flatMap((w3, i3) => made(`e:${w3.text}`, i3 === 0 ? "studied" : w3.context >= 0 ? "target" : "word", w3, w3.track));
  const outputs = pair.contexts.flatMap((c3, i3) => made(`y:${letter(i3)}`, "output", { text: pair.word, context: i3, lean: 0 }, c3.track));
  const order2 = { word: 0, target: 1, studied: 2, output: 3 };
  return [...words, ...outputs.reverse()].sort((a4, b) => order2[a4.kind] - order2[b.kind]);
}
function tint(v3) {
  if (v3.kind === "output" || v3.kind === "target") return { class: colour("output", v3.context) };
  if (v3.kind === "studied") return { class: "c-e" };
  return { class: v3.lean >= 0 ? "lean-a" : "lean-b", style: { "--lean": `${Math.min(100, Math.round(Math.abs(v3.lean) * 100))}%` } };
}
var line2 = (points) => "M" + points.map((p3) => `${p3.x.toFixed(1)},${p3.y.toFixed(1)}`).join("L");
function Trail({ v: v3 }) {
  if (v3.past.length < 2) return null;
  const parts2 = pieces(v3.past, 8);
  return /* @__PURE__ */ a3("g", { class: `trail ${v3.kind} ${tint(v3).class}`, style: tint(v3).style ?? {}, "aria-hidden": "true", children: parts2.map((points, i3) => /* @__PURE__ */ a3("path", { d: line2(points), opacity: (0.12 + 0.5 * (i3 + 1) / parts2.length).toFixed(2) }, parts2.length - i3)) });
}
function Vector2({ v: v3, frame }) {
  const origin2 = { x: frame.left, y: frame.top };
  const mark = { kind: "arrow", role: v3.kind === "output" ? "output" : "embed", context: v3.context, points: [], of: [], kept: v3.kept };
  return /* @__PURE__ */ a3("g", { class: "vector", "data-vector": v3.id, "data-x": v3.px.x, "data-y": v3.px.y, children: [
    v3.kind !== "word" && /* @__PURE__ */ a3(MarkShape, { mark, points: [origin2, v3.px], faint: false, dim: v3.kept < 0.3 }),
    v3.kind !== "output" && v3.kind !== "studied" && /* @__PURE__ */ a3("circle", { class: `end ${v3.kind} ${tint(v3).class}`, style: tint(v3).style ?? {}, cx: v3.px.x, cy: v3.px.y, r: v3.kind === "word" ? 3.4 : 5 })
  ] });
}
function Moved2({ list }) {
  const e3 = list.find((v3) => v3.kind === "studied");
  return /* @__PURE__ */ a3("g", { "aria-hidden": "true", children: list.filter((v3) => v3.kind === "output").map((y3) => {
    const shape = e3 === void 0 ? null : chevron(e3.px, y3.px);
    return shape !== null && /* @__PURE__ */ a3("g", { class: `mark displacement trained ${colour("output", y3.context)}`, children: [
      /* @__PURE__ */ a3("path", { class: "shaft", d: line2(shape.line) }),
      /* @__PURE__ */ a3("path", { d: line2(shape.head) })
    ] }, y3.id);
  }) });
}
var sides2 = {
  output: ["N", "NE", "NW", "E", "W", "SE", "SW", "S"],
  studied: ["E", "NE", "SE", "N", "S", "W", "NW", "SW"],
  target: ["E", "NE", "SE", "N", "S", "W", "NW", "SW"],
  word: ["E", "W", "N", "S", "NE", "NW", "SE", "SW"]
};
function labelOf(v3, phone) {
  const context = v3.kind === "output" || v3.kind === "target" ? v3.context : -1;
  const role = v3.kind === "studied" ? "embed" : v3.kind === "word" ? "other" : "output";
  const size2 = v3.kind === "output" ? 23 : v3.kind === "word" ? phone ? 15 : 16.5 : phone ? 19 : 20;
  const runs = [
    { text: v3.kind === "output" ? "y" : "e", style: v3.kind === "output" ? "strong" : "symbol", role, context },
    { text: v3.text, style: "sub", role, context }
  ];
  const badge = v3.kind === "output" ? letter(v3.context) : "";
  return { id: v3.id, lines: [runs], size: size2, badge, plain: false, along: false, width: measure(runs, size2, false) + (badge === "" ? 0 : 24), height: size2 * 1.2 };
}
function Labels({ list, frame, phone, free }) {
  const before = T2(/* @__PURE__ */ new Map());
  const [, fonts] = d2(0);
  A2(() => void document.fonts.ready.then(() => fonts((n2) => n2 + 1)), []);
  const origin2 = { x: frame.left, y: frame.top };
  const named = [...list].reverse().map((v3) => ({ v: v3, l: labelOf(v3, phone) }));
  const taken = [...list.map((v3) => quad(v3.px.x, v3.px.y, v3.kind === "word" ? 7 : 12, v3.kind === "word" ? 7 : 12)), ...tickPlaces(frame, ticksApart, free).map((p3) => quad(p3.x, p3.y, 18, 14)), quad(frame.width / 2, free / 2, phone ? frame.width : 0, free)];
  const lines = list.filter((v3) => v3.kind !== "word").map((v3) => ({ from: origin2, to: v3.px, cost: 30 }));
  const wanted2 = named.map(({ v: v3, l: l3 }) => ({ id: v3.id, width: l3.width, height: l3.height, tail: origin2, tip: v3.px, anchors: [1], along: false, order: sides2[v3.kind], gap: v3.kind === "word" ? 5 : 10 }));
  const places2 = place2(wanted2, { width: frame.width, height: frame.height, taken, lines }, before.current);
  before.current = places2;
  const kept = [];
  const shown2 = named.filter(({ v: v3 }) => {
    const at2 = places2.get(v3.id);
    if (at2 === void 0) return false;
    const off = at2.quad.some((c3) => c3.x < 2 || c3.y < free || c3.x > frame.width - 2 || c3.y > frame.height - 2);
    if (v3.kind === "word" && (at2.choice >= (phone ? 8 : 16) || off || kept.some((k2) => overlap(k2, at2.quad)) || taken.some((k2) => overlap(k2, at2.quad)))) return false;
    kept.push(at2.quad);
    return true;
  });
  return /* @__PURE__ */ a3($, { children: shown2.map(({ v: v3, l: l3 }) => {
    const at2 = places2.get(v3.id);
    return at2 !== void 0 && /* @__PURE__ */ a3("g", { class: `label ${tint(v3).class}`, style: tint(v3).style ?? {}, "data-label": v3.id, "aria-hidden": "true", children: [
      at2.lead !== null && /* @__PURE__ */ a3("line", { class: "lead", x1: at2.lead[0].x, y1: at2.lead[0].y, x2: at2.lead[1].x, y2: at2.lead[1].y }),
      /* @__PURE__ */ a3("g", { transform: `translate(${at2.x.toFixed(2)} ${at2.y.toFixed(2)}) rotate(0.00)`, children: /* @__PURE__ */ a3(Words2, { label: l3, context: v3.context }) })
    ] }, v3.id);
  }) });
}
function Table2({ list, step }) {
  const [settled, settle] = d2({ list, step });
  A2(() => {
    const timer = setTimeout(() => settle({ list, step }), 250);
    return () => clearTimeout(timer);
  }, [list, step]);
  return w2(
    () => /* @__PURE__ */ a3("table", { class: "spoken", "data-step": settled.step, children: [
      /* @__PURE__ */ a3("caption", { children: t3("vectorsAt", { step: settled.step }) }),
      /* @__PURE__ */ a3("thead", { children: /* @__PURE__ */ a3("tr", { children: [
        /* @__PURE__ */ a3("th", { scope: "col", children: t3("vector") }),
        /* @__PURE__ */ a3("th", { scope: "col", children: "x" }),
        /* @__PURE__ */ a3("th", { scope: "col", children: "y" })
      ] }) }),
      /* @__PURE__ */ a3("tbody", { children: [...settled.list].reverse().map((v3) => /* @__PURE__ */ a3("tr", { "data-row": v3.id, children: [
        /* @__PURE__ */ a3("th", { scope: "row", children: v3.kind === "output" ? `y ${v3.text} ${letter(v3.context)}` : `e ${v3.text}` }),
        /* @__PURE__ */ a3("td", { children: number(v3.at[0]) }),
        /* @__PURE__ */ a3("td", { children: number(v3.at[1]) })
      ] }, v3.id)) })
    ] }),
    [settled]
  );
}
var percent2 = (share) => `${Math.round(share * 100)}%`;
function Kept({ training, pair }) {
  const { recorded } = usePage();
  if (training.dim <= 2) return null;
  const share = (track) => {
    const k2 = training.tracks[track];
    return k2?.kept?.[k2.stays ? 0 : recorded.at] ?? 1;
  };
  const studied = pair.words[0];
  const bars2 = pair.contexts.map((c3, i3) => ["y", letter(i3), colour("output", i3), share(c3.track)]);
  if (studied !== void 0) bars2.push(["e", studied.text, "c-e", share(studied.track)]);
  return /* @__PURE__ */ a3("div", { class: "strip", children: [
    /* @__PURE__ */ a3("b", { children: t3("projection") }),
    /* @__PURE__ */ a3("span", { class: "says", children: t3(pair.plane.plane.startsWith("anchors") ? "keepsBetween" : "keeps", { a: pair.contexts[0].target, b: pair.contexts[1].target }) }),
    /* @__PURE__ */ a3("ul", { children: bars2.map(([symbol, of, role, kept]) => /* @__PURE__ */ a3("li", { class: kept < 0.3 ? "low" : "", children: [
      /* @__PURE__ */ a3("i", { class: role, children: symbol }),
      " ",
      of,
      /* @__PURE__ */ a3("span", { class: `bar ${role}`, children: /* @__PURE__ */ a3("span", { style: { width: percent2(kept) } }) }),
      percent2(kept)
    ] }, symbol + of)) })
  ] });
}

// src/training-top.tsx
function TrainingTop() {
  const { recorded } = usePage();
  return /* @__PURE__ */ a3("header", { class: "top", children: [
    /* @__PURE__ */ a3("h1", { class: "brand", children: [
      /* @__PURE__ */ a3(Mark, {}),
      "heed"
    ] }),
    /* @__PURE__ */ a3(Tabs, {}),
    /* @__PURE__ */ a3("span", { class: "space" }),
    /* @__PURE__ */ a3(Pairs, {}),
    /* @__PURE__ */ a3("label", { class: "source", children: [
      /* @__PURE__ */ a3("span", { children: t3("source") }),
      /* @__PURE__ */ a3(
        "select",
        {
          "aria-label": t3("source"),
          value: recorded.name,
          onChange: (e3) => {
            const chosen = recorded.list.find((r3) => r3.name === e3.currentTarget.value);
            if (chosen !== void 0) void recorded.open(chosen);
          },
          children: recorded.list.map((r3) => /* @__PURE__ */ a3("option", { value: r3.name, children: r3.live ? t3("live") : r3.name }, r3.name))
        }
      ),
      /* @__PURE__ */ a3(Down, {})
    ] }),
    /* @__PURE__ */ a3(Share, {}),
    /* @__PURE__ */ a3(Theme, {}),
    recorded.error !== "" && /* @__PURE__ */ a3("p", { class: "error", role: "alert", children: recorded.error })
  ] });
}
function Pairs() {
  const { recorded } = usePage();
  const pairs = recorded.training?.pairs ?? [];
  const pair = pairs[recorded.pair];
  if (pair === void 0) return null;
  const both = (p3) => `${p3.contexts[0].text} / ${p3.contexts[1].text}`;
  return /* @__PURE__ */ a3("label", { class: "sentences pairs", children: [
    pair.contexts.map((c3, i3) => /* @__PURE__ */ a3("span", { class: "sentence", "aria-hidden": "true", children: [
      /* @__PURE__ */ a3("span", { class: `badge ${i3 === 0 ? "c-a" : "c-b"}`, children: letter(i3) }),
      /* @__PURE__ */ a3(Text, { text: c3.text, word: pair.word }),
      i3 === 1 && pairs.length > 1 && /* @__PURE__ */ a3(Down, {})
    ] }, i3)),
    pairs.length > 1 ? /* @__PURE__ */ a3("select", { "aria-label": t3("phrases"), value: String(recorded.pair), onChange: (e3) => recorded.choose(Number(e3.currentTarget.value)), children: pairs.map((p3, i3) => /* @__PURE__ */ a3("option", { value: String(i3), children: both(p3) }, i3)) }) : /* @__PURE__ */ a3("span", { class: "spoken", children: both(pair) })
  ] });
}
function Text({ text: text2, word }) {
  const at2 = text2.toLowerCase().lastIndexOf(word.toLowerCase());
  return /* @__PURE__ */ a3("span", { class: "text", children: [
    text2.slice(0, at2),
    /* @__PURE__ */ a3("u", { children: text2.slice(at2, at2 + word.length) }),
    text2.slice(at2 + word.length)
  ] });
}

// src/training.tsx
function TrainingView() {
  const { recorded } = usePage();
  useChanges(recorded);
  usePlay(recorded);
  const phone = useMedia("(max-width: 760px)");
  const { training } = recorded;
  const pair = training?.pairs[recorded.pair];
  return /* @__PURE__ */ a3($, { children: [
    /* @__PURE__ */ a3(TrainingTop, {}),
    /* @__PURE__ */ a3("main", { class: "training", ...phone ? { tabIndex: 0 } : {}, children: [
      /* @__PURE__ */ a3("div", { class: "right", children: [
        /* @__PURE__ */ a3("div", { class: "ground", children: training !== null && pair !== void 0 ? /* @__PURE__ */ a3(TrainingPlane, { training, pair }) : /* @__PURE__ */ a3("p", { class: "waiting", children: recorded.live === "on" ? t3("liveWaits") : "" }) }),
        training !== null && pair !== void 0 && /* @__PURE__ */ a3(Kept, { training, pair })
      ] }),
      /* @__PURE__ */ a3("section", { class: "charts", "aria-label": t3("curves"), children: training !== null && pair !== void 0 && /* @__PURE__ */ a3(Charts, { training, pair }) })
    ] }),
    /* @__PURE__ */ a3(TrainingFoot, {}),
    /* @__PURE__ */ a3("div", { class: "spoken", role: "status", children: recorded.said })
  ] });
}
function usePlay(recorded) {
  const still = useMedia("(prefers-reduced-motion: reduce)");
  A2(() => {
    if (!recorded.playing) return;
    const count = recorded.training?.steps.length ?? 1;
    const pause = still ? 700 : Math.max(1e3 / 30, 5e3 / count);
    let [last2, frame] = [performance.now(), 0];
    const draw = (now) => {
      const ahead = Math.floor((now - last2) / pause);
      if (ahead > 0) {
        last2 += ahead * pause;
        still ? recorded.by(5) : recorded.go(recorded.at + ahead);
        if (recorded.at >= count - 1) return recorded.set({ playing: false });
      }
      frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [recorded.playing, still]);
}
function Charts({ training, pair }) {
  const [a4, b] = pair.contexts;
  const loss = [{ id: "loss", colour: "c-ink", values: training.loss }];
  const held = training.heldOut.some((x2) => x2 !== null);
  if (held) loss.push({ id: "heldOut", colour: "c-held", values: training.heldOut, dashed: true });
  const moved2 = [
    { id: "towardsA", colour: "c-a", values: a4.towards },
    { id: "towardsB", colour: "c-b", values: b.towards },
    { id: "otherA", colour: "c-a", values: a4.other, dashed: true },
    { id: "otherB", colour: "c-b", values: b.other, dashed: true }
  ];
  const weights = [
    { id: "weightA", colour: "c-a", values: a4.weight },
    { id: "weightB", colour: "c-b", values: b.weight }
  ];
  return /* @__PURE__ */ a3($, { children: [
    /* @__PURE__ */ a3(Chart, { name: "loss", title: t3("chartLoss"), curves: loss, children: t3(held ? "chartLossHeld" : "chartLossSays") }),
    /* @__PURE__ */ a3(Chart, { name: "moved", title: t3("chartMoved", { word: pair.word }), curves: moved2, tall: true, children: [
      /* @__PURE__ */ a3("b", { class: "c-a", children: t3("chartTowards", { name: "A", to: a4.target }) }),
      ", ",
      /* @__PURE__ */ a3("b", { class: "c-b", children: t3("chartTowards", { name: "B", to: b.target }) }),
      "; ",
      t3("chartDashed")
    ] }),
    /* @__PURE__ */ a3(Chart, { name: "weight", title: t3("chartWeight", { word: pair.word }), curves: weights, domain: [0, 1], children: a4.alone && b.alone ? t3("chartAlone") : /* @__PURE__ */ a3($, { children: [
      /* @__PURE__ */ a3("b", { class: "c-a", children: t3("chartIn", { name: "A", to: a4.target }) }),
      ", ",
      /* @__PURE__ */ a3("b", { class: "c-b", children: t3("chartIn", { name: "B", to: b.target }) }),
      training.heads > 1 ? "; " + t3("chartHeads", { n: training.heads }) : ""
    ] }) })
  ] });
}

// src/page.tsx
function App({ page: page2 }) {
  useChanges(page2);
  return page2.tab === "walk" ? /* @__PURE__ */ a3(Walk, { page: page2 }) : /* @__PURE__ */ a3(PageContext.Provider, { value: page2, children: [
    /* @__PURE__ */ a3(TrainingView, {}),
    /* @__PURE__ */ a3(Dialogs, {})
  ] });
}
function Walk({ page: page2 }) {
  const phone = useMedia("(max-width: 760px)");
  const wide2 = useMedia("(min-width: 1180px)");
  const whole2 = (page2.answer?.scene.plane.x.length ?? 3) <= 2;
  const texts = page2.answer?.walk.traces.map((trace) => trace.text).join("\n");
  const words = page2.answer?.walk.traces.map((trace) => trace.word).join("\n");
  const heads = `${page2.answer?.walk.source.layer} ${page2.answer?.walk.source.head}`;
  const { view, past, future } = page2;
  const top2 = w2(() => /* @__PURE__ */ a3(Top, {}), [page2.error, page2.lessons, page2.models, page2.model, page2.waiting, page2.name, texts, words, heads, view, past, future]);
  const foot2 = w2(() => /* @__PURE__ */ a3(Scrubber, {}), [view, page2.playing, page2.disagreeing().join(), phone]);
  const legend = w2(() => /* @__PURE__ */ a3(Legend, {}), [view, texts, page2.answer?.maps.map((g3) => g3.says).join()]);
  return /* @__PURE__ */ a3(PageContext.Provider, { value: page2, children: [
    top2,
    /* @__PURE__ */ a3("main", { class: page2.waiting === null ? "" : "away", children: [
      !phone && /* @__PURE__ */ a3(Column, {}),
      /* @__PURE__ */ a3("div", { class: "right", children: [
        /* @__PURE__ */ a3("div", { class: "ground", children: [
          /* @__PURE__ */ a3(PlaneView, {}),
          wide2 && /* @__PURE__ */ a3(Cards, {}),
          wide2 && legend,
          phone && page2.resumed && /* @__PURE__ */ a3("p", { class: "kept", children: /* @__PURE__ */ a3(Marked, { text: t3("resumed") }) }),
          phone && whole2 && !page2.resumed && /* @__PURE__ */ a3("p", { class: "kept", children: t3("wholeShort") })
        ] }),
        !phone && /* @__PURE__ */ a3(Strip, {}),
        !phone && !wide2 && /* @__PURE__ */ a3(Cards, {})
      ] }),
      phone && /* @__PURE__ */ a3(Tour, {}),
      phone && /* @__PURE__ */ a3(Column, { only: page2.view.step }),
      phone && /* @__PURE__ */ a3(Cards, {})
    ] }),
    foot2,
    /* @__PURE__ */ a3(PopOver, {}),
    /* @__PURE__ */ a3(Dialogs, {}),
    /* @__PURE__ */ a3(Away, {}),
    page2.dialog === "about" && /* @__PURE__ */ a3(About, {}),
    /* @__PURE__ */ a3("div", { class: "spoken", role: "status", children: page2.said })
  ] });
}
var theme = localStorage.getItem("heed-theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
document.documentElement.dataset["theme"] = theme;
document.documentElement.lang = language;
document.title = t3("title");
var page = new Page();
listen(page);
Q(/* @__PURE__ */ a3(App, { page }), document.body);
void page.start();
