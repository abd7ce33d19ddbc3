package lint

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/validation"
	"sigs.k8s.io/yaml"
)

// A kustomization names the files of a directory.
type kustomization struct {
	metav1.TypeMeta `json:",inline"`
	Namespace       string   `json:"namespace"`
	Resources       []string `json:"resources"`
}

// A serviceMonitor is what the operator of Prometheus reads, as far as we say
// anything in it.
type serviceMonitor struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	Spec              struct {
		Selector  metav1.LabelSelector `json:"selector"`
		Endpoints []struct {
			Port     string `json:"port"`
			Path     string `json:"path"`
			Interval string `json:"interval"`
		} `json:"endpoints"`
	} `json:"spec"`
}

// kinds makes an empty value for each kind, as apiVersion/kind.
var kinds = map[string]func() any{
	"apps/v1/Deployment":                            func() any { return new(appsv1.Deployment) },
	"apps/v1/StatefulSet":                           func() any { return new(appsv1.StatefulSet) },
	"v1/Service":                                    func() any { return new(corev1.Service) },
	"policy/v1/PodDisruptionBudget":                 func() any { return new(policyv1.PodDisruptionBudget) },
	"networking.k8s.io/v1/NetworkPolicy":            func() any { return new(networkingv1.NetworkPolicy) },
	"monitoring.coreos.com/v1/ServiceMonitor":       func() any { return new(serviceMonitor) },
	"kustomize.config.k8s.io/v1beta1/Kustomization": func() any { return new(kustomization) },
}

// read decodes every document of a file strictly: what its kind has no field
// for is a mistake.
func read(t *testing.T, path string) []any {
	t.Helper()
	octets, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var list []any
	for i, text := range bytes.Split(octets, []byte("\n---\n")) {
		var kind metav1.TypeMeta
		if err := yaml.Unmarshal(text, &kind); err != nil {
			t.Fatalf("%s, document %d: %v", path, i, err)
		}
		make, ok := kinds[kind.APIVersion+"/"+kind.Kind]
		if !ok {
			t.Fatalf("%s, document %d: nobody here knows a %s of %s", path, i, kind.Kind, kind.APIVersion)
		}
		object := make()
		if err := yaml.UnmarshalStrict(text, object); err != nil {
			t.Fatalf("%s, document %d: %v", path, i, err)
		}
		list = append(list, object)
	}
	return list
}

// directory reads what the kustomization of a directory names, and wants it to
// name every file.
func directory(t *testing.T, dir string) []any {
	t.Helper()
	dir = filepath.Join("..", "kubernetes", dir)
	k := read(t, filepath.Join(dir, "kustomization.yaml"))[0].(*kustomization)
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil || len(files) != len(k.Resources)+1 {
		t.Errorf("%s names %v, and there are %v (%v)", dir, k.Resources, files, err)
	}
	var all []any
	for _, name := range k.Resources {
		all = append(all, read(t, filepath.Join(dir, name))...)
	}
	return all
}

// pods returns the template of the pods among objects, and how many there are.
func pods(t *testing.T, objects []any) (corev1.PodTemplateSpec, int32, *metav1.LabelSelector) {
	t.Helper()
	for _, o := range objects {
		switch o := o.(type) {
		case *appsv1.Deployment:
			return o.Spec.Template, *o.Spec.Replicas, o.Spec.Selector
		case *appsv1.StatefulSet:
			return o.Spec.Template, *o.Spec.Replicas, o.Spec.Selector
		}
	}
	t.Fatal("there are no pods")
	return corev1.PodTemplateSpec{}, 0, nil
}

func matches(t *testing.T, s *metav1.LabelSelector, set map[string]string) bool {
	t.Helper()
	selector, err := metav1.LabelSelectorAsSelector(s)
	if err != nil {
		t.Fatal(err)
	}
	return !selector.Empty() && selector.Matches(labels.Set(set))
}

// forms are the two ways to run sinks.
var forms = []string{"sinks", "cluster"}

func TestSelectorsMatchThePodsAndPortsExist(t *testing.T) {
	for _, form := range forms {
		t.Run(form, func(t *testing.T) {
			objects := directory(t, form)
			template, replicas, selector := pods(t, objects)
			if !matches(t, selector, template.Labels) {
				t.Error("the pods do not match the selector of what makes them")
			}
			var ports []string
			for _, p := range template.Spec.Containers[0].Ports {
				ports = append(ports, p.Name, fmt.Sprint(p.ContainerPort))
				if said := validation.IsValidPortName(p.Name); len(said) > 0 {
					t.Errorf("port %s: %v", p.Name, said)
				}
			}
			for _, o := range objects {
				for _, p := range held(t, o, template.Labels, replicas) {
					if !slices.Contains(ports, p) {
						t.Errorf("a %T speaks of port %s, and pods have %v", o, p, ports)
					}
				}
			}
		})
	}
}

// held holds an object against the pods, and returns the ports of theirs that
// it speaks of.
func held(t *testing.T, o any, pod map[string]string, replicas int32) (ports []string) {
	t.Helper()
	switch o := o.(type) {
	case *corev1.Service:
		if !labels.SelectorFromSet(o.Spec.Selector).Matches(labels.Set(pod)) || len(o.Spec.Selector) == 0 {
			t.Errorf("the service %s selects no pod", o.Name)
		}
		for _, p := range o.Spec.Ports {
			ports = append(ports, p.TargetPort.String())
		}
	case *policyv1.PodDisruptionBudget:
		if !matches(t, o.Spec.Selector, pod) || o.Spec.MaxUnavailable.IntValue() != 1 || replicas < 3 {
			t.Errorf("the budget lets %v of %d pods go", o.Spec.MaxUnavailable, replicas)
		}
	case *networkingv1.NetworkPolicy:
		if !matches(t, &o.Spec.PodSelector, pod) || len(o.Spec.PolicyTypes) != 2 {
			t.Errorf("the policy is not of the pods, both ways")
		}
		for _, rule := range o.Spec.Ingress {
			for _, p := range rule.Ports {
				ports = append(ports, p.Port.String())
			}
			for _, from := range rule.From {
				if !matches(t, from.PodSelector, pod) {
					t.Errorf("routes come from others than the pods")
				}
			}
		}
	}
	return ports
}

func TestPodsMayDoNoMoreThanTheyNeedAndAreProbed(t *testing.T) {
	for _, form := range forms {
		t.Run(form, func(t *testing.T) {
			template, _, _ := pods(t, directory(t, form))
			spec, c := template.Spec, template.Spec.Containers[0]
			if s := spec.SecurityContext; s == nil || !*s.RunAsNonRoot || *s.RunAsUser != 65532 || s.SeccompProfile.Type != corev1.SeccompProfileTypeRuntimeDefault {
				t.Error("the pod does not run as nobody")
			}
			if s := c.SecurityContext; s == nil || *s.AllowPrivilegeEscalation || !*s.ReadOnlyRootFilesystem || !slices.Equal(s.Capabilities.Drop, []corev1.Capability{"ALL"}) {
				t.Error("the container may do more than it needs")
			}
			if *spec.AutomountServiceAccountToken || *spec.EnableServiceLinks {
				t.Error("the pod is given a token, or variables that look like ours")
			}
			for path, probe := range map[string]*corev1.Probe{"/healthz": c.LivenessProbe, "/readyz": c.ReadinessProbe} {
				if probe == nil || probe.HTTPGet.Path != path || probe.HTTPGet.Port.String() != "http" {
					t.Errorf("no probe asks %s", path)
				}
			}
			if p := c.StartupProbe; p == nil || p.HTTPGet.Path != "/readyz" || p.FailureThreshold*p.PeriodSeconds < 120 {
				t.Error("a pod that waits for others is not given the time")
			}
			if c.Resources.Requests.Memory().IsZero() || c.Resources.Requests.Cpu().IsZero() || c.Resources.Limits.Memory().IsZero() {
				t.Error("the container says not what it needs")
			}
			if len(spec.TopologySpreadConstraints) == 0 || !matches(t, spec.TopologySpreadConstraints[0].LabelSelector, template.Labels) {
				t.Error("pods are not spread over machines")
			}
			if *spec.TerminationGracePeriodSeconds < 20 {
				t.Error("a pod is not given the time to end well")
			}
		})
	}
}

func TestTheDeploymentHasNoDiskAndIsNeverLess(t *testing.T) {
	for _, o := range directory(t, "sinks") {
		d, ok := o.(*appsv1.Deployment)
		if !ok {
			continue
		}
		if len(d.Spec.Template.Spec.Volumes) != 0 || d.Spec.Strategy.RollingUpdate.MaxUnavailable.IntValue() != 0 {
			t.Error("a sink over NATS has a volume, or an update takes one away before there is another")
		}
	}
}

// TestTheNodesOfTheStatefulSetAreItsPeers holds that every pod is named among
// the peers, by the name that its service gives it.
func TestTheNodesOfTheStatefulSetAreItsPeers(t *testing.T) {
	objects := directory(t, "cluster")
	var set *appsv1.StatefulSet
	headless := map[string]bool{}
	for _, o := range objects {
		switch o := o.(type) {
		case *appsv1.StatefulSet:
			set = o
		case *corev1.Service:
			headless[o.Name] = o.Spec.ClusterIP == "None" && o.Spec.PublishNotReadyAddresses
		}
	}
	if !headless[set.Spec.ServiceName] {
		t.Errorf("%s gives pods no names before they are ready", set.Spec.ServiceName)
	}
	var want []string
	for i := range *set.Spec.Replicas {
		want = append(want, fmt.Sprintf("%s-%d.%s", set.Name, i, set.Spec.ServiceName))
	}
	c := set.Spec.Template.Spec.Containers[0]
	env := map[string]string{}
	for _, e := range c.Env {
		env[e.Name] = e.Value
	}
	if env["MAILSINK_PEERS"] != strings.Join(want, ",") || set.Spec.PodManagementPolicy != appsv1.ParallelPodManagement {
		t.Errorf("peers are %s, want %s, all at once", env["MAILSINK_PEERS"], want)
	}
	mounts := map[string]string{}
	for _, m := range c.VolumeMounts {
		mounts[m.MountPath] = m.Name
	}
	if claim := set.Spec.VolumeClaimTemplates[0].Name; mounts["/data"] != claim {
		t.Errorf("what is claimed, %s, is not where the image keeps mail", claim)
	}
	if volume := set.Spec.Template.Spec.Volumes[0]; mounts[filepath.Dir(env["MAILSINK_CLUSTER_SECRET_FILE"])] != volume.Name || volume.Secret == nil {
		t.Error("the secret is not where the sink reads it")
	}
}

func TestTheMonitorFindsOneServiceOfEachForm(t *testing.T) {
	m := directory(t, "monitoring")[0].(*serviceMonitor)
	for _, form := range forms {
		found := 0
		for _, o := range directory(t, form) {
			if s, ok := o.(*corev1.Service); ok && matches(t, &m.Spec.Selector, s.Labels) {
				found++
				if s.Spec.Ports[0].Name != m.Spec.Endpoints[0].Port {
					t.Errorf("the service %s has no port %s", s.Name, m.Spec.Endpoints[0].Port)
				}
			}
		}
		if found != 1 {
			t.Errorf("of %s, %d services are asked for figures, want 1", form, found)
		}
	}
}

func TestTheValuesOfTheChartAreYAMLWithWhatMatters(t *testing.T) {
	octets, err := os.ReadFile("../kubernetes/nats/values.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var v struct {
		Config struct {
			Cluster struct {
				Enabled  bool
				Replicas int
			} `json:"cluster"`
			JetStream struct {
				Enabled bool              `json:"enabled"`
				Merge   map[string]string `json:"merge"`
			} `json:"jetstream"`
		} `json:"config"`
	}
	if err := yaml.Unmarshal(octets, &v); err != nil {
		t.Fatal(err)
	}
	if !v.Config.JetStream.Enabled || v.Config.Cluster.Replicas != 3 || !v.Config.Cluster.Enabled || v.Config.JetStream.Merge["sync_interval"] != "always" {
		t.Errorf("the chart is told %+v", v.Config)
	}
}
