import { invalid } from '../errors';

interface FeatureUnits {
  unit_singular: string;
  unit_plural: string;
  reporting_unit: { unit_singular: string; unit_plural: string; conversion_rate: string } | null;
}

/** Refuses half a unit name and a reporting unit that cannot divide (wire contract 5.2). */
export function checkFeatureUnits({ unit_singular, unit_plural, reporting_unit }: FeatureUnits): void {
  if ((unit_singular === '') !== (unit_plural === '')) {
    throw invalid(
      'Please provide both unit singular and unit plural',
      unit_singular === '' ? 'unit_singular' : 'unit_plural',
    );
  }
  if (!reporting_unit) return;
  if (reporting_unit.conversion_rate === '0' || reporting_unit.conversion_rate.startsWith('-')) {
    throw invalid('Conversion rate must be greater than zero', 'reporting_unit.conversion_rate');
  }
}
