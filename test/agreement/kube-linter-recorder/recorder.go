// Package templates, as the tests of kube-linter see it when what they expect is to be read: instead of running a
// check it writes down what is checked, with which parameters, and what is to be found.
package templates

import (
	"encoding/json"
	"os"

	"github.com/stretchr/testify/suite"
	"golang.stackrox.io/kube-linter/pkg/check"
	"golang.stackrox.io/kube-linter/pkg/diagnostic"
	"golang.stackrox.io/kube-linter/pkg/lintcontext"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"
)

type TemplateTestSuite struct {
	suite.Suite
	Template check.Template
	key      string
}

type TestCase struct {
	Param                    interface{}
	Diagnostics              map[string][]diagnostic.Diagnostic
	ExpectInstantiationError bool
}

type object struct {
	Name  string   `json:"name"`
	Kinds []string `json:"kinds"`
	Text  string   `json:"text"`
	Fires int      `json:"fires"`
	// Whether the text is the test's own, rather than made of the object.
	Written bool `json:"written"`
}

type record struct {
	Template string      `json:"template"`
	Test     string      `json:"test"`
	Param    interface{} `json:"param"`
	Fails    bool        `json:"fails"`
	Objects  []object    `json:"objects"`
}

func (s *TemplateTestSuite) Init(key string) {
	s.key = key
	s.Template, _ = Get(key)
}

func (s *TemplateTestSuite) Validate(ctx lintcontext.LintContext, cases []TestCase) {
	out, err := os.OpenFile(os.Getenv("RECORD_TO"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	s.Require().NoError(err)
	defer out.Close()
	for _, one := range cases {
		made := record{Template: s.key, Test: s.T().Name(), Param: one.Param, Fails: one.ExpectInstantiationError}
		for _, placed := range ctx.Objects() {
			text := placed.Metadata.Raw
			if text == nil {
				text, err = yaml.Marshal(placed.K8sObject)
				s.Require().NoError(err)
			}
			kinds := []string{}
			found, _, _ := scheme.Scheme.ObjectKinds(placed.K8sObject)
			for _, kind := range found {
				version, name := kind.ToAPIVersionAndKind()
				kinds = append(kinds, version, name)
			}
			name := placed.K8sObject.GetName()
			made.Objects = append(made.Objects, object{name, kinds, string(text), len(one.Diagnostics[name]), placed.Metadata.Raw != nil})
		}
		line, err := json.Marshal(made)
		s.Require().NoError(err)
		_, err = out.Write(append(line, '\n'))
		s.Require().NoError(err)
	}
}
