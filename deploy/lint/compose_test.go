package lint

import (
	"slices"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

// load reads docker-compose.yml as docker compose does.
func load(t *testing.T, profiles ...string) *types.Project {
	t.Helper()
	o, err := cli.NewProjectOptions([]string{"../../docker-compose.yml"}, cli.WithName("mailsink"), cli.WithProfiles(profiles), cli.WithInterpolation(true))
	if err != nil {
		t.Fatal(err)
	}
	p, err := o.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWithoutAProfileThereIsOneSink(t *testing.T) {
	if names := load(t).ServiceNames(); !slices.Equal(names, []string{"mailsink"}) {
		t.Errorf("docker compose up starts %v", names)
	}
}

func TestTheClusterIsThreeOfEachBehindABalancer(t *testing.T) {
	p := load(t, "cluster")
	names := p.ServiceNames()
	slices.Sort(names)
	if want := []string{"balancer", "mailsink", "nats-1", "nats-2", "nats-3", "sink-1", "sink-2", "sink-3"}; !slices.Equal(names, want) {
		t.Fatalf("the profile starts %v, want %v", names, want)
	}
	taken := map[string]string{}
	for name, s := range p.Services {
		for _, port := range s.Ports {
			if other := taken[port.Published]; other != "" || port.HostIP != "127.0.0.1" {
				t.Errorf("%s publishes %s on %s; %q does too", name, port.Published, port.HostIP, other)
			}
			taken[port.Published] = name
		}
		if s.Restart != types.RestartPolicyUnlessStopped {
			t.Errorf("%s does not come back", name)
		}
	}
}

// TestTheBalancerStartsWithAllThatItNeeds holds that "up balancer" starts
// everything, in order, and that only sinks reach the servers.
func TestTheBalancerStartsWithAllThatItNeeds(t *testing.T) {
	p := load(t, "cluster")
	if !p.Networks["servers"].Internal {
		t.Error("the servers can be reached from outside")
	}
	for name, s := range p.Services {
		_, reaches := s.Networks["servers"]
		switch name[:4] {
		case "sink":
			for _, server := range []string{"nats-1", "nats-2", "nats-3"} {
				if s.DependsOn[server].Condition != types.ServiceConditionHealthy {
					t.Errorf("%s does not wait for %s", name, server)
				}
			}
			if !reaches || len(s.Secrets) != 1 || !s.ReadOnly {
				t.Errorf("%s lacks the servers, its secret, or writes", name)
			}
		case "nats":
			if s.HealthCheck == nil || !reaches || len(s.Volumes) != 2 || len(s.Secrets) != 1 || s.Hostname != name || *s.Environment["SERVER_NAME"] != name {
				t.Errorf("%s is not a server as the others know it", name)
			}
		case "bala":
			if reaches || len(s.DependsOn) != 3 {
				t.Errorf("the balancer needs %v, and reaches the servers: %v", s.DependsOn, reaches)
			}
		}
	}
}
