// All that the first load brings, and the little that several later files share. Every file of this folder begins
// with it: so what the page has already is one chunk, and what comes later is one file for each screen.
import '../diff';
import '../keys';
import '../live/presence';
import '../parts/MyAddresses';
import '../parts/Rule';
import '../parts/Transcript';
import '../store/draft';
import '../views/Shell';
