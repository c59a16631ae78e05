import type { PageMessages } from './page-messages.js';

export const fr: PageMessages = {
  testMode: 'Mode test – aucun argent réel',
  amount: 'Montant',
  reference: 'Référence',
  due: 'Échéance',
  validUntil: 'Valable jusqu’au',
  paidOn: 'Payé le',
  description: 'Objet de ce paiement',
  questions: (payee) => `Des questions ? Contactez ${payee}`,
  website: 'Page d’aide',
  pay: (amount) => `Payer ${amount}`,
  tryAgain: 'Réessayer',
  goOn: 'Poursuivre le paiement',
  secureHint: 'Vous payez sur la page sécurisée du prestataire de paiement. Aucune donnée de carte n’est saisie ici.',
  onward: (payee) => `Continuer vers ${payee}`,
  onwardSoon: (seconds) => `Vous y serez redirigé dans ${seconds} secondes.`,
  stay: 'Rester sur cette page',
  leftUnpaid: 'Vous n’avez pas encore payé ? Revenir au paiement',
  payable: {
    title: (amount, payee) => `Payer ${amount} à ${payee}`,
    heading: (payee) => `Paiement à ${payee}`,
    checkoutLive:
      'Vous êtes déjà venu ici. Votre paiement est toujours en cours : vous pouvez reprendre là où vous vous étiez arrêté.',
    declined: 'La dernière tentative a été refusée. Vous pouvez réessayer avec une autre carte.',
  },
  confirming: {
    heading: 'Confirmation de votre paiement',
    lead: () =>
      'Nous vérifions auprès du prestataire de paiement. Cette page se met à jour d’elle-même, en général en quelques secondes.',
    slow: 'Votre banque met plus de temps que d’habitude. Merci de ne pas payer une seconde fois. Vous pouvez fermer cette page et rouvrir votre lien plus tard pour voir le résultat.',
  },
  waiting: {
    heading: 'En attente de votre banque',
    lead: () =>
      'Votre banque met plus de temps que d’habitude. Merci de ne pas payer une seconde fois. Vous pouvez fermer cette page et rouvrir votre lien plus tard pour voir le résultat.',
  },
  authorized: {
    heading: 'Paiement autorisé',
    lead: ({ payee }) =>
      `Votre banque a autorisé le montant. ${payee} finalisera le paiement ; vous n’avez plus rien à faire.`,
  },
  paid: {
    heading: 'Paiement effectué',
    lead: ({ payee }) => `Merci. Votre paiement à ${payee} est confirmé.`,
  },
  refunded: {
    heading: 'Paiement remboursé',
    lead: ({ payee, amount }) =>
      `${payee} vous a remboursé ${amount}. Votre banque peut mettre quelques jours à l’afficher.`,
  },
  partlyRefunded: {
    heading: 'Remboursement partiel',
    lead: ({ payee, amount }) =>
      `${payee} vous a remboursé ${amount}. Votre banque peut mettre quelques jours à l’afficher.`,
  },
  failed: {
    heading: 'Le paiement n’a pas abouti',
    lead: () => 'La dernière tentative n’a pas abouti. Vous pouvez réessayer avec la même carte ou une autre.',
  },
  unavailable: {
    heading: 'La page de paiement est momentanément indisponible',
    lead: () => 'Patientez un instant, puis réessayez. Votre lien reste valable.',
  },
  canceled: {
    heading: 'Ce lien a été retiré',
    lead: ({ payee }) =>
      `${payee} l’a annulé : il n’y a rien à payer ici. Si vous avez reçu un lien plus récent, utilisez celui-là.`,
  },
  expired: {
    heading: 'Ce lien a expiré',
    lead: ({ payee }) => `Il ne permet plus de payer. Demandez-en un nouveau à ${payee}.`,
  },
  away: {
    heading: 'Momentanément indisponible',
    lead: () =>
      'Cette page ne peut pas être affichée pour le moment. Rien n’a changé pour votre paiement. Patientez un instant, puis réessayez.',
  },
  unknown: {
    heading: 'Ce lien ne fonctionne pas',
    lead: () =>
      'Il n’y a rien à payer à cette adresse. Vérifiez que le lien est complet ou demandez-en un nouveau à la personne qui vous l’a envoyé.',
  },
};
