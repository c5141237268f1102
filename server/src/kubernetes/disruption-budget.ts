import type { YamlValue } from '../yaml/value.ts';
import { LabelSelector } from './labels.ts';
import type { Resource } from './resource.ts';

/** Which of its two policies a budget has. */
export type BudgetPolicy = 'minAvailable' | 'maxUnavailable';

/** A PodDisruptionBudget: how many of some pods may be away because somebody wants them to be. */
export class DisruptionBudget {
  readonly resource: Resource;

  constructor(resource: Resource) {
    this.resource = resource;
  }

  /** The pods it is about; undefined where that is not known, and where it is about none because it says nothing. */
  get selector(): LabelSelector | undefined {
    const value = this.resource.value.at('spec', 'selector');
    const selector = LabelSelector.of(value);
    return value.hasKey && value.exists && selector.isKnown ? selector : undefined;
  }

  policy(name: BudgetPolicy): YamlValue {
    return this.resource.value.at('spec', name);
  }

  /** What it says where that is neither a number of pods nor a share of them. */
  get unreadable(): YamlValue | undefined {
    const policies = [this.policy('minAvailable'), this.policy('maxUnavailable')];
    return policies.find((value) => value.text !== undefined && amountOf(value) === undefined);
  }

  /** Where it says that no pod may go, however many there are. */
  get neverLetsGo(): YamlValue | undefined {
    const [most, least] = [this.policy('maxUnavailable'), this.policy('minAvailable')];
    if (amountOf(most)?.number === 0) return most;
    const needed = amountOf(least);
    return needed?.isShare && needed.number >= 100 ? least : undefined;
  }

  /** How many of a number of pods must stay; undefined when that is not known, or follows from how many may go. */
  neededOf(pods: number): number | undefined {
    const amount = amountOf(this.policy('minAvailable'));
    return amount?.isShare ? Math.ceil((pods * amount.number) / 100) : amount?.number;
  }
}

/** A number of pods, or a share of them in percent (API reference, "IntOrString", Kubernetes 1.36). */
function amountOf(value: YamlValue): { readonly number: number; readonly isShare: boolean } | undefined {
  if (value.number !== undefined) return { number: value.number, isShare: false };
  const share = /^(\d+)%$/.exec(value.text ?? '')?.[1];
  return share === undefined ? undefined : { number: Number(share), isShare: true };
}
