#!/bin/sh
# Makes the secrets of the profile "cluster", once: a password, as the servers
# and as the sinks are told it.
set -eu
cd "$(dirname "$0")"
[ ! -e secrets ] || { echo "deploy/compose/secrets is there already: it stays as it is" >&2; exit 0; }
umask 077
mkdir secrets.new
password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
cat >secrets.new/nats.users <<EOF
authorization {
  users: [{
    user: mailsink
    password: "$password"
    permissions {
      publish: ["mailsink.mail.>", "\$JS.API.>", "\$KV.mail.>"]
      subscribe: ["_INBOX.>"]
    }
  }]
}
EOF
cat >secrets.new/mailsink.toml <<EOF
store = "nats://mailsink:$password@nats-1,nats-2,nats-3/mail"
EOF
# The directory is yours alone; in the containers others read the files.
chmod 644 secrets.new/*
mv secrets.new secrets
