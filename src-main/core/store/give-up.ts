/**
 * Frees the memory of bytes that nobody will read again, such as a blob of the store. Left to be found unused it stays for as
 * long as a thread makes little else: up to 50 MB of them beside a report.
 */
export function giveUp({ buffer, byteLength }: Uint8Array<ArrayBuffer>): void {
  // Small ones may share theirs with others.
  if (buffer.byteLength === byteLength) buffer.transfer(0);
}
