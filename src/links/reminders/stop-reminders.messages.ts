import { wordingIn, type Wording } from '../../common/wording.js';

interface StopRemindersMessages {
  readonly testMode: string;
  readonly ask: { readonly heading: string; readonly lead: (payee: string) => string; readonly button: string };
  readonly stopped: { readonly heading: string; readonly lead: (payee: string) => string };
}

const en: StopRemindersMessages = {
  testMode: 'Test mode – no real money',
  ask: {
    heading: 'Stop reminders?',
    lead: (payee) =>
      `${payee} will send you no more reminders about this payment. You can still pay with the link you have.`,
    button: 'Stop reminders',
  },
  stopped: {
    heading: 'Reminders are stopped',
    lead: (payee) =>
      `You get no more reminders from ${payee} about this payment. You can still pay with the link you have.`,
  },
};

const de: StopRemindersMessages = {
  testMode: 'Testmodus – kein echtes Geld',
  ask: {
    heading: 'Keine Erinnerungen mehr?',
    lead: (payee) =>
      `${payee} erinnert Sie dann nicht mehr an diese Zahlung. Mit Ihrem Link können Sie weiterhin bezahlen.`,
    button: 'Erinnerungen beenden',
  },
  stopped: {
    heading: 'Erinnerungen sind beendet',
    lead: (payee) => `${payee} erinnert Sie nicht mehr an diese Zahlung. Mit Ihrem Link können Sie weiterhin bezahlen.`,
  },
};

const fr: StopRemindersMessages = {
  testMode: 'Mode test – aucun argent réel',
  ask: {
    heading: 'Ne plus recevoir de rappels ?',
    lead: (payee) =>
      `${payee} ne vous enverra plus de rappels pour ce paiement. Votre lien vous permettra toujours de payer.`,
    button: 'Arrêter les rappels',
  },
  stopped: {
    heading: 'Les rappels sont arrêtés',
    lead: (payee) =>
      `Vous ne recevrez plus de rappels de ${payee} pour ce paiement. Votre lien vous permet toujours de payer.`,
  },
};

const hi: StopRemindersMessages = {
  testMode: 'टेस्ट मोड – असली पैसा नहीं',
  ask: {
    heading: 'रिमाइंडर बंद करें?',
    lead: (payee) => `${payee} आपको इस भुगतान के और रिमाइंडर नहीं भेजेगा। आप अपने लिंक से अब भी भुगतान कर सकते हैं।`,
    button: 'रिमाइंडर बंद करें',
  },
  stopped: {
    heading: 'रिमाइंडर बंद कर दिए गए हैं',
    lead: (payee) => `${payee} की ओर से इस भुगतान के और रिमाइंडर नहीं आएँगे। आप अपने लिंक से अब भी भुगतान कर सकते हैं।`,
  },
};

export function stopRemindersWordingFor(locale: string): Wording<StopRemindersMessages> {
  return wordingIn<StopRemindersMessages>({ de, en, fr, hi }, locale);
}
