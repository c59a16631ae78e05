import type { LinkMailMessages } from './link-mail-messages.js';

export const fr: LinkMailMessages = {
  testMode: { prefix: 'Mode test', banner: 'Mode test – aucun argent réel' },
  subject: {
    link: ({ payee, amount, reference }) => `Demande de paiement de ${payee} : ${amount} (${reference})`,
    reminder: ({ payee, amount, reference }) => `Rappel de ${payee} : ${amount} restent à payer (${reference})`,
    receipt: ({ payee, amount, reference }) => `Paiement reçu par ${payee} : ${amount} (${reference})`,
  },
  heading: {
    link: (payee) => `${payee} vous demande un paiement`,
    reminder: (payee) => `Rappel de ${payee} : paiement en attente`,
    receipt: (payee) => `${payee} a bien reçu votre paiement`,
  },
  preview: {
    link: ({ amount, reference }) => `${amount} pour ${reference}. Payez en ligne en quelques minutes.`,
    reminder: ({ amount, reference }) =>
      `${amount} pour ${reference} : paiement toujours attendu. Payez en ligne en quelques minutes.`,
    receipt: ({ amount, reference }) => `${amount} pour ${reference}. Merci.`,
  },
  greeting: (name) => `Bonjour ${name},`,
  colon: (label) => `${label} :`,
  reference: 'Référence',
  due: 'Échéance',
  paidOn: 'Payé le',
  pay: (amount) => `Payer ${amount}`,
  viewPayment: 'Voir le paiement',
  copyHint: 'Si le bouton ne fonctionne pas, ouvrez ce lien :',
  qrHint: 'Ou scannez ce code avec votre téléphone.',
  questions: (payee) => `Des questions ? Contactez ${payee} :`,
  closing: {
    link: 'Si vous n’attendiez pas ce message, renseignez-vous auprès de l’expéditeur avant de payer.',
    reminder: 'Si vous avez payé entre-temps, ne tenez pas compte de ce message.',
    receipt: 'Conservez ce message comme justificatif.',
  },
  stopReminders: 'Ne plus recevoir de rappels pour ce paiement',
};
