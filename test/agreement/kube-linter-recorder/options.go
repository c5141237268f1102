// Package lintcontext without the readers of files, charts and kustomizations, whose libraries no test of a template
// needs.
package lintcontext

import "k8s.io/apimachinery/pkg/runtime"

type Options struct{ CustomDecoder runtime.Decoder }
