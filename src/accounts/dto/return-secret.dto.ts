/** The secret under which payers are led back to the ERP. */
export class ReturnSecretDto {
  object: 'return_secret';
  mode: 'sandbox' | 'live';
  /** @example 'rsec_A0cVr8cXNIbnZtQ0Uv0nQh5FhOL0xk1kqkqU3Kx2sYw' */
  secret: string;
}
