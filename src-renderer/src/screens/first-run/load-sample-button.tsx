import { Button } from '../../components/button';
import { useEnvironment } from '../../door/environment';
import { useLoadSample } from './use-load-sample';

/** Offers the sample catalog where a list is empty; only an empty environment takes it. */
export function LoadSampleButton() {
  const environment = useEnvironment();
  const sample = useLoadSample();
  if (!environment.is_empty) return null;
  return (
    <Button isPending={sample.isLoading} onPress={sample.load}>
      Load the sample catalog
    </Button>
  );
}
