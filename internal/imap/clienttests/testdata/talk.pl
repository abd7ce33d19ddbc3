# A session of Mail::IMAPTalk, whose parser is strict, with two messages in INBOX.
use strict;
use warnings;
use Mail::IMAPTalk;

my ($host, $port) = @ARGV;
my $talk = Mail::IMAPTalk->new(Server => $host, Port => $port, Username => 'sink', Password => 'any', Uid => 1) or die "cannot log in: $@";
sub holds { my ($what, $got, $want) = @_; die "$what is $got, not $want\n" if $got ne $want }

$talk->select('INBOX') or die $@;
holds('EXISTS', $talk->get_response_code('exists'), 2);
my $all = $talk->fetch('1:*', '(envelope bodystructure flags internaldate rfc822.size)') or die $@;
my @uids = sort { $a <=> $b } keys %$all;
holds('the first subject', $all->{$uids[0]}{envelope}{Subject}, 'one');
holds('the type', $all->{$uids[1]}{bodystructure}{'MIME-Type'}, 'text');
holds('a search', join(',', @{$talk->search('subject', 'one')}), $uids[0]);
holds('a sort', join(',', @{$talk->sort('(reverse date)', 'utf-8', 'all')}), "$uids[0],$uids[1]");
$talk->create('Talk') or die $@;
$talk->copy('1:*', 'Talk') or die $@;
holds('STATUS', $talk->status('Talk', '(messages)')->{messages}, 2);
$talk->store($uids[0], '+flags', '(\\flagged)') or die $@;
holds('a flag', join(',', @{$talk->search('flagged')}), $uids[0]);
holds('threads', scalar(@{$talk->thread('references', 'utf-8', 'all')}), 2);
$talk->delete('Talk') or die $@;
$talk->logout();
print "done\n";
