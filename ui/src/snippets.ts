// Ways to send a first message. Programs run as they are; what frameworks need is a few lines of their settings.

export interface Snippet {
  stack: string;
  code: string;
}

/** reach returns where a program sends to: the port the server named, on a host that the browser can reach. */
export function reach(smtp: string, browser: string): { host: string; port: string } {
  const at = smtp.lastIndexOf(':');
  const host = smtp.slice(0, at).replace(/^\[|\]$/g, '');
  const open = host === '' || host === '0.0.0.0' || host === '::';
  return { host: open ? browser : host, port: smtp.slice(at + 1) };
}

/** snippets returns a way to send for each stack. */
export function snippets(host: string, port: string): Snippet[] {
  const url = host.includes(':') ? `[${host}]` : host;
  return [
    { stack: 'curl', code: curl(url, port) },
    { stack: 'swaks', code: swaks(url, port) },
    { stack: 'Node', code: node(host, port) },
    { stack: 'Python', code: python(host, port) },
    { stack: 'Django', code: django(host, port) },
    { stack: 'Go', code: go(url, port) },
    { stack: 'PHP', code: php(url, port) },
    { stack: 'Laravel', code: laravel(host, port) },
    { stack: 'Symfony', code: symfony(url, port) },
    { stack: 'Ruby', code: ruby(host, port) },
    { stack: 'Rails', code: rails(host, port) },
    { stack: 'Spring', code: spring(host, port) },
    { stack: '.NET', code: dotnet(host, port) },
  ];
}

function curl(host: string, port: string): string {
  return `curl smtp://${host}:${port} --crlf --mail-from app@shop.example \\
  --mail-rcpt anna@customers.example --upload-file - <<'EOF'
From: Shop <app@shop.example>
To: anna@customers.example
Subject: Hello from curl

It works.
EOF`;
}

function swaks(host: string, port: string): string {
  return `swaks --server ${host} --port ${port} \\
  --from app@shop.example --to anna@customers.example \\
  --header "Subject: Hello from swaks" --body "It works."`;
}

function node(host: string, port: string): string {
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

function python(host: string, port: string): string {
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

function go(host: string, port: string): string {
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

function php(host: string, port: string): string {
  return `<?php // composer require symfony/mailer
require 'vendor/autoload.php';

use Symfony\\Component\\Mailer\\{Mailer, Transport};
use Symfony\\Component\\Mime\\Email;

$mailer = new Mailer(Transport::fromDsn('smtp://${host}:${port}'));
$mailer->send((new Email())
    ->from('app@shop.example')->to('anna@customers.example')
    ->subject('Hello from PHP')->text('It works.'));`;
}

function django(host: string, port: string): string {
  return `# settings.py
EMAIL_HOST = "${host}"
EMAIL_PORT = ${port}

# then, in a shell:
# python manage.py sendtestemail anna@customers.example`;
}

function laravel(host: string, port: string): string {
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

function symfony(host: string, port: string): string {
  return `# .env.local
MAILER_DSN=smtp://${host}:${port}

# then, in a shell:
# php bin/console mailer:test anna@customers.example --from=app@shop.example`;
}

function ruby(host: string, port: string): string {
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

function rails(host: string, port: string): string {
  return `# config/environments/development.rb
config.action_mailer.delivery_method = :smtp
config.action_mailer.smtp_settings = { address: "${host}", port: ${port} }

# then, in a shell:
# bin/rails runner 'ActionMailer::Base.mail(from: "app@shop.example", to: "anna@customers.example", subject: "Hello from Rails", body: "It works.").deliver_now'`;
}

function spring(host: string, port: string): string {
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

function dotnet(host: string, port: string): string {
  return `using System.Net.Mail;

using var smtp = new SmtpClient("${host}", ${port});
smtp.Send("app@shop.example", "anna@customers.example", "Hello from .NET", "It works.");`;
}

/** settings are environment variables that most frameworks read. */
export function settings(host: string, port: string): string {
  const url = host.includes(':') ? `[${host}]` : host;
  return `MAIL_HOST=${host}\nMAIL_PORT=${port}\nSMTP_HOST=${host}\nSMTP_PORT=${port}\nMAILER_DSN=smtp://${url}:${port}`;
}

/** sample is the message that the page sends by itself. */
export function sample(now: Date): string {
  return [
    'From: mailsink <hello@mailsink.test>',
    'To: Anna Berg <anna@customers.example>',
    'Subject: Hello from mailsink',
    `Date: ${now.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${now.getTime()}@mailsink.test>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary="parts"',
    '',
    '--parts',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'It works. Your code is 482913.',
    '--parts',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<!doctype html><body style="font:16px/1.5 sans-serif;margin:2em"><h1>It works.</h1><p>Your code is <b>482913</b>.</p></body>',
    '--parts--',
    '',
  ].join('\r\n');
}
