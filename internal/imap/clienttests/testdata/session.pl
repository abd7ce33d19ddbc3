# session.pl HOST PORT: exercises a mailbox of two messages by Mail::IMAPClient.
use strict;
use warnings;
use Mail::IMAPClient;

my ($host, $port) = @ARGV;

sub login {
    my $c = Mail::IMAPClient->new(Server => $host, Port => $port, User => 'sink', Password => 'any', Uid => 1, Timeout => 30);
    return $c || die "login: $@";
}
sub same {
    my ($what, $got, $want) = @_;
    die "$what is '$got', not '$want'\n" unless $got eq $want;
}

my $c = login();
$c->select('INBOX') or die $c->LastError;
same('the count', $c->message_count, 2);
my @uids = $c->messages;
same('the list', scalar @uids, 2);
same('a subject', $c->subject($uids[0]), 'one');
my $octets = $c->message_string($uids[0]);
same('the size', length $octets, $c->size($uids[0]));
same('the text', $c->body_string($uids[0]), "Hello.\r\n");
my $structure = $c->get_bodystructure($uids[1]);
same('the type', lc($structure->bodytype . '/' . $structure->bodysubtype), 'text/plain');
same('the encoding', lc $structure->bodyenc, 'quoted-printable');
my $envelope = $c->get_envelope($uids[0]);
same('who sent it', $envelope->from_addresses, 'Ann <ann@a.test>');
$c->set_flag('Flagged', $uids[0]) or die $c->LastError;
same('the flags', join(' ', grep { !/Recent/ } sort $c->flags($uids[0])), '\Flagged \Seen');
same('a search', join(' ', $c->search('UNFLAGGED')), $uids[1]);

my $other = login();
$other->select('INBOX') or die $other->LastError;
my $tag = $c->idle or die $c->LastError;
my $uid = $other->append_string('INBOX', "Subject: three\r\n\r\nThird.\r\n", '\Seen') or die $other->LastError;
my $told = '';
for (1 .. 30) {
    my $lines = $c->idle_data(1) or die $c->LastError;
    $told .= join '', @$lines;
    last if $told =~ /EXISTS/;
}
die "IDLE says '$told'\n" unless $told =~ /^\* 3 EXISTS/m;
$c->done($tag) or die $c->LastError;
same('the new count', $c->message_count, 3);

$c->create('Kept/Here') or die $c->LastError;
$c->move('Kept/Here', $uid) or die $c->LastError;
$c->expunge;
same('what is left', $c->message_count, 2);
same('what was moved', $c->message_count('Kept/Here'), 1);
die "no list of recipients\n" unless grep { $_ eq 'Recipients/sink@mailsink.test' } $c->folders;
my @again = login()->select('INBOX')->messages;
same('the second look', "@again", "@uids");
$_->logout for $c, $other;
print "done\n";
