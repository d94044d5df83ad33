import type { RadioCard } from '../../../components/radio-cards';
import type { PricingModel } from './pricing-draft';

export const modelNames: Record<PricingModel, string> = {
  FLAT_FEE: 'Flat Fee',
  PACKAGE: 'Package',
  VOLUME: 'Volume Tiered',
  SLAB: 'Slab Tiered',
};

/** The billing models as the forms explain them. */
export const modelCards: readonly RadioCard<PricingModel>[] = [
  { id: 'FLAT_FEE', label: modelNames.FLAT_FEE, description: 'Every unit costs the same.' },
  { id: 'PACKAGE', label: modelNames.PACKAGE, description: 'Units are sold in packages of a fixed size.' },
  { id: 'VOLUME', label: modelNames.VOLUME, description: 'The total decides which tier prices all units.' },
  { id: 'SLAB', label: modelNames.SLAB, description: 'Each tier prices only the units within it.' },
];
