let last = 0;

/** unique returns a word that no other message has. */
export function unique() {
  return `w${process.pid.toString(36)}x${(++last).toString(36)}`;
}

function head(subject, to = 'anna@customers.example') {
  return `From: Shop <no-reply@shop.example>\nTo: Anna Berg <${to}>\nSubject: ${subject}\nDate: Sat, 21 Nov 2026 12:03:41 +0000\nMessage-ID: <${unique()}@shop.example>\nMIME-Version: 1.0\n`;
}

/** plain is a short message. */
export function plain(subject, text = 'It works.') {
  return `${head(subject)}Content-Type: text/plain; charset=utf-8\n\n${text}\n`;
}

/** html is a message with text and HTML. */
export function html(subject, body, text = 'It works. Your code is 482913.') {
  return `${head(subject)}Content-Type: multipart/alternative; boundary="b1"\n\n--b1\nContent-Type: text/plain; charset=utf-8\n\n${text}\n--b1\nContent-Type: text/html; charset=utf-8\n\n${body}\n--b1--\n`;
}

/** attached is a message with a picture shown in its HTML and a file beside it. */
export function attached(subject) {
  const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  return `${head(subject)}Content-Type: multipart/mixed; boundary="b0"\n\n--b0\nContent-Type: multipart/related; boundary="b1"\n\n--b1\nContent-Type: text/html; charset=utf-8\n\n<h1>Invoice</h1><img src="cid:dot@shop.example" alt="dot" width="40" height="40">\n--b1\nContent-Type: image/png\nContent-ID: <dot@shop.example>\nContent-Transfer-Encoding: base64\n\n${dot}\n--b1--\n--b0\nContent-Type: text/csv; name="orders.csv"\nContent-Disposition: attachment; filename="orders.csv"\n\nid,total\n1001,9.90\n--b0--\n`;
}

/** hostile is a message that tries everything to run, to fetch from trap and to leave its frame. */
export function hostile(subject, trap) {
  const body = `<!doctype html><html><head>
<base href="${trap}/base/"><meta http-equiv="refresh" content="0;url=${trap}/refresh">
<link rel="stylesheet" href="${trap}/link.css"><link rel="prefetch" href="${trap}/prefetch"><link rel="preconnect" href="${trap}"><link rel="dns-prefetch" href="${trap}"><link rel="preload" as="image" href="${trap}/preload.png"><link rel="icon" href="${trap}/icon">
<style>@import url("${trap}/import.css");@font-face{font-family:f;src:url(${trap}/font.woff)}body{font-family:f;background:url(${trap}/css.png)}.a{background-image:u\\72l("${trap}/escaped.png")}li{list-style-image:url(${trap}/list.png)}p::after{content:url(${trap}/content.png)}</style>
<script>parent.postMessage("script","*");fetch("${trap}/fetch");top.location="${trap}/top";alert(1)</script><script src="${trap}/script.js"></script></head>
<body onload="parent.postMessage('onload','*')" background="${trap}/background.png">
<p class="a">hostile</p><li>x</li>
<img src="${trap}/img.png" srcset="${trap}/srcset.png 2x" onerror="parent.postMessage('onerror','*')"><img src=x onerror="parent.postMessage('onerror','*')">
<picture><source srcset="${trap}/source.png"><img src="data:,"></picture><video autoplay poster="${trap}/poster.png" src="${trap}/video.mp4"></video><audio autoplay src="${trap}/audio.mp3"></audio>
<iframe src="${trap}/iframe"></iframe><iframe srcdoc="&lt;script&gt;parent.parent.postMessage('srcdoc','*')&lt;/script&gt;"></iframe><object data="${trap}/object"></object><embed src="${trap}/embed">
<table background="${trap}/table.png"><tr><td style="background:url(${trap}/td.png)">x</td></tr></table>
<svg><image href="${trap}/svg.png"/><use href="${trap}/use.svg#x"/><script>parent.postMessage("svg","*")</script><a href="javascript:parent.postMessage('svglink','*')"><text y="20">x</text></a></svg>
<math><mtext><mglyph><style><img src=x onerror="parent.postMessage('mxss','*')"></style></mglyph></mtext></math>
<form action="${trap}/form" id="f"><input name="q" autofocus onfocus="parent.postMessage('focus','*')"><button formaction="${trap}/button">x</button></form>
<a id="script" href="javascript:parent.postMessage('link','*')">script</a> <a id="away" target="_top" href="${trap}/away">away</a> <a href="${trap}/ping" ping="${trap}/pinged">ping</a>
<div style="position:fixed;inset:0;background:url('${trap}/fixed.png')"></div></body></html>`;
  return html(subject, body, 'hostile');
}
