interface Where {
  readonly locale: string;
  /** IANA name. */
  readonly timeZone: string;
}

/** `20 November 2026` */
export function formatDay(at: Date, { locale, timeZone }: Where): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(at);
}

/** `20 Nov 2026, 10:00 GMT`: a deadline says its zone, because the payer may be in another. */
export function formatDeadline(at: Date, { locale, timeZone }: Where): string {
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const clock = { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const;
  return new Intl.DateTimeFormat(locale, { ...day, ...clock, timeZone }).format(at);
}
