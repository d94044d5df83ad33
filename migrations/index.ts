import { up as catalog } from './0001_catalog';
import { up as usage } from './0002_usage';
import { up as v1Api } from './0003_v1_api';
import { up as customerContact } from './0004_customer_contact';
import { up as priceLists } from './0005_price_lists';
import { up as groupMembers } from './0006_group_members';
import { up as pricedSpans } from './0007_priced_spans';
import { up as dayRollUps } from './0008_day_roll_ups';
import { up as commitments } from './0009_commitments';
import { up as savedReports } from './0010_saved_reports';
import { up as chargeWindows } from './0011_charge_windows';
import { up as windowedCommitments } from './0013_windowed_commitments';
import { up as whatIfsAndArchived } from './0014_what_ifs_and_archived';
import { up as sync } from './0015_sync';
import { up as factDays } from './0016_fact_days';
import { up as eventOrigins } from './0018_event_origins';
import { up as customersByNameInEvents } from './0019_customers_by_name_in_events';
import { up as keptColumns } from './0020_kept_columns';
import { up as customersMet } from './0021_customers_met';
import { up as recordedBases } from './0022_recorded_bases';
import { up as conflictDecisions } from './0023_conflict_decisions';
import { up as customersAwaited } from './0024_customers_awaited';
import { up as toldDays } from './0025_told_days';
import { up as eventPlaces } from './0026_event_places';
import { up as correctedEvents } from './0027_corrected_events';
import { up as placePacks } from './0028_place_packs';

/** Every migration in order; the store's version is how many of them it has. Never edit or reorder a released one. */
export const migrations: readonly { name: string; up: string }[] = [
  { name: '0001_catalog', up: catalog },
  { name: '0002_usage', up: usage },
  { name: '0003_v1_api', up: v1Api },
  { name: '0004_customer_contact', up: customerContact },
  { name: '0005_price_lists', up: priceLists },
  { name: '0006_group_members', up: groupMembers },
  { name: '0007_priced_spans', up: pricedSpans },
  { name: '0008_day_roll_ups', up: dayRollUps },
  { name: '0009_commitments', up: commitments },
  { name: '0010_saved_reports', up: savedReports },
  { name: '0011_charge_windows', up: chargeWindows },
  { name: '0013_windowed_commitments', up: windowedCommitments },
  { name: '0014_what_ifs_and_archived', up: whatIfsAndArchived },
  { name: '0015_sync', up: sync },
  { name: '0016_fact_days', up: factDays },
  { name: '0018_event_origins', up: eventOrigins },
  { name: '0019_customers_by_name_in_events', up: customersByNameInEvents },
  { name: '0020_kept_columns', up: keptColumns },
  { name: '0021_customers_met', up: customersMet },
  { name: '0022_recorded_bases', up: recordedBases },
  { name: '0023_conflict_decisions', up: conflictDecisions },
  { name: '0024_customers_awaited', up: customersAwaited },
  { name: '0025_told_days', up: toldDays },
  { name: '0026_event_places', up: eventPlaces },
  { name: '0027_corrected_events', up: correctedEvents },
  { name: '0028_place_packs', up: placePacks },
];
