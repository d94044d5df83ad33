import Big from 'big.js';

// Division carries 16 fractional digits (wire contract 6.9); a float handed to Big by mistake throws.
Big.strict = true;
Big.DP = 16;
Big.RM = Big.roundHalfUp;
Big.PE = 1_000_000;
Big.NE = -1_000_000;

export { Big };

/** A decimal number in plain notation without trailing zeros: "10.5", "0", "-3". Never a float. */
export type Decimal = string;
