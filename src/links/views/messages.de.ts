import type { PageMessages } from './page-messages.js';

export const de: PageMessages = {
  testMode: 'Testmodus – kein echtes Geld',
  amount: 'Betrag',
  reference: 'Referenz',
  due: 'Fällig am',
  validUntil: 'Gültig bis',
  paidOn: 'Bezahlt am',
  description: 'Wofür Sie bezahlen',
  questions: (payee) => `Fragen? Wenden Sie sich an ${payee}`,
  website: 'Hilfeseite',
  pay: (amount) => `${amount} bezahlen`,
  tryAgain: 'Erneut versuchen',
  goOn: 'Weiter zur Zahlung',
  secureHint: 'Sie bezahlen auf der sicheren Seite des Zahlungsanbieters. Hier werden keine Kartendaten eingegeben.',
  onward: (payee) => `Weiter zu ${payee}`,
  onwardSoon: (seconds) => `Sie werden in ${seconds} Sekunden weitergeleitet.`,
  stay: 'Auf dieser Seite bleiben',
  leftUnpaid: 'Sie haben noch nicht bezahlt? Zurück zur Zahlung',
  payable: {
    title: (amount, payee) => `${amount} an ${payee} bezahlen`,
    heading: (payee) => `Zahlung an ${payee}`,
    checkoutLive:
      'Sie waren schon einmal hier. Ihre Zahlung ist noch offen; Sie können dort weitermachen, wo Sie aufgehört haben.',
    declined: 'Der letzte Versuch wurde abgelehnt. Sie können es mit einer anderen Karte erneut versuchen.',
  },
  confirming: {
    heading: 'Ihre Zahlung wird bestätigt',
    lead: () =>
      'Wir fragen beim Zahlungsanbieter nach. Diese Seite aktualisiert sich von selbst, meist innerhalb von Sekunden.',
    slow: 'Ihre Bank braucht länger als üblich. Bitte bezahlen Sie nicht noch einmal. Sie können diese Seite schließen und das Ergebnis später über Ihren Link ansehen.',
  },
  waiting: {
    heading: 'Wir warten auf Ihre Bank',
    lead: () =>
      'Ihre Bank braucht länger als üblich. Bitte bezahlen Sie nicht noch einmal. Sie können diese Seite schließen und das Ergebnis später über Ihren Link ansehen.',
  },
  authorized: {
    heading: 'Zahlung genehmigt',
    lead: ({ payee }) =>
      `Ihre Bank hat den Betrag genehmigt. ${payee} schließt die Zahlung ab; Sie müssen nichts weiter tun.`,
  },
  paid: {
    heading: 'Zahlung abgeschlossen',
    lead: ({ payee }) => `Vielen Dank. Ihre Zahlung an ${payee} ist bestätigt.`,
  },
  refunded: {
    heading: 'Zahlung erstattet',
    lead: ({ payee, amount }) =>
      `${payee} hat Ihnen ${amount} zurückgezahlt. Bis Ihre Bank das anzeigt, können einige Tage vergehen.`,
  },
  partlyRefunded: {
    heading: 'Teilweise erstattet',
    lead: ({ payee, amount }) =>
      `${payee} hat Ihnen ${amount} zurückgezahlt. Bis Ihre Bank das anzeigt, können einige Tage vergehen.`,
  },
  failed: {
    heading: 'Zahlung nicht abgeschlossen',
    lead: () =>
      'Der letzte Versuch war nicht erfolgreich. Sie können es mit derselben oder einer anderen Karte erneut versuchen.',
  },
  unavailable: {
    heading: 'Die Zahlungsseite lässt sich gerade nicht öffnen',
    lead: () => 'Bitte warten Sie einen Moment und versuchen Sie es erneut. Ihr Link bleibt gültig.',
  },
  canceled: {
    heading: 'Dieser Link wurde zurückgezogen',
    lead: ({ payee }) =>
      `${payee} hat ihn zurückgezogen; hier ist nichts zu bezahlen. Wenn Sie einen neueren Link erhalten haben, verwenden Sie bitte diesen.`,
  },
  expired: {
    heading: 'Dieser Link ist abgelaufen',
    lead: ({ payee }) => `Mit ihm kann nicht mehr bezahlt werden. Einen neuen erhalten Sie auf Anfrage von ${payee}.`,
  },
  away: {
    heading: 'Vorübergehend nicht erreichbar',
    lead: () =>
      'Diese Seite kann gerade nicht angezeigt werden. Mit Ihrer Zahlung ist nichts passiert. Bitte warten Sie einen Moment und versuchen Sie es erneut.',
  },
  unknown: {
    heading: 'Dieser Link funktioniert nicht',
    lead: () =>
      'Unter dieser Adresse ist nichts zu bezahlen. Prüfen Sie, ob der Link vollständig ist, oder bitten Sie den Absender um einen neuen.',
  },
};
