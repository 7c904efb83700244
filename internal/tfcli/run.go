// SPDX-License-Identifier: MPL-2.0

package tfcli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/hashicorp/terraform-exec/tfexec"
)

// planFile is the name of the saved plan.
const planFile = "saved.tfplan"

// Plan plans, saves the plan, and tells whether there is anything to change.
func (w *Workspace) Plan(ctx context.Context) (bool, error) {
	changes, err := w.runner.Plan(ctx, w.reattach, tfexec.Out(planFile))

	return changes, fail(ctx, "plan", err)
}

// ApplyPlan applies the saved plan.
func (w *Workspace) ApplyPlan(ctx context.Context) error {
	return fail(ctx, "apply", w.runner.Apply(ctx, w.reattach, tfexec.DirOrPlan(planFile)))
}

// Apply plans and applies in one.
func (w *Workspace) Apply(ctx context.Context) error {
	return fail(ctx, "apply", w.runner.Apply(ctx, w.reattach))
}

// Destroy destroys what was applied.
func (w *Workspace) Destroy(ctx context.Context) error {
	return fail(ctx, "destroy", w.runner.Destroy(ctx, w.reattach))
}

// Outputs returns the outputs in the state, as JSON.
func (w *Workspace) Outputs(ctx context.Context) (map[string]json.RawMessage, error) {
	found, err := w.runner.Output(ctx)
	if err != nil {
		return nil, fail(ctx, "output", err)
	}

	outputs := make(map[string]json.RawMessage, len(found))
	for name, output := range found {
		outputs[name] = output.Value
	}

	return outputs, nil
}

// ShowPlan returns the saved plan as `show -json` has it, which is what tools that judge plans read.
func (w *Workspace) ShowPlan(ctx context.Context) ([]byte, error) {
	plan, err := w.runner.ShowPlanFile(ctx, planFile, w.reattach)
	if err != nil {
		return nil, fail(ctx, "show of the plan", err)
	}

	return json.Marshal(plan)
}

// ShowState returns the state as `show -json` has it.
func (w *Workspace) ShowState(ctx context.Context) ([]byte, error) {
	state, err := w.runner.Show(ctx, w.reattach)
	if err != nil {
		return nil, fail(ctx, "show of the state", err)
	}

	return json.Marshal(state)
}

// State returns the state as it is on disk.
func (w *Workspace) State() ([]byte, error) {
	return os.ReadFile(filepath.Join(w.Dir, "terraform.tfstate"))
}

// SavedPlan returns what is in the saved plan, by the names of its parts.
func (w *Workspace) SavedPlan() (map[string][]byte, error) {
	return unzip(filepath.Join(w.Dir, planFile))
}
