import type { LinkMailMessages } from './link-mail-messages.js';

export const hi: LinkMailMessages = {
  testMode: { prefix: 'टेस्ट मोड', banner: 'टेस्ट मोड – असली पैसा नहीं' },
  subject: {
    link: ({ payee, amount, reference }) => `${payee} की ओर से भुगतान का अनुरोध: ${amount} (${reference})`,
    reminder: ({ payee, amount, reference }) => `${payee} की ओर से रिमाइंडर: ${amount} का भुगतान बाकी है (${reference})`,
    receipt: ({ payee, amount, reference }) => `${payee} को भुगतान मिल गया: ${amount} (${reference})`,
  },
  heading: {
    link: (payee) => `${payee} ने आपसे भुगतान का अनुरोध किया है`,
    reminder: (payee) => `${payee} की ओर से रिमाइंडर: भुगतान बाकी है`,
    receipt: (payee) => `${payee} को आपका भुगतान मिल गया है`,
  },
  preview: {
    link: ({ amount, reference }) => `${reference} के लिए ${amount}। कुछ ही मिनटों में ऑनलाइन भुगतान करें।`,
    reminder: ({ amount, reference }) =>
      `${reference} के लिए ${amount} का भुगतान अभी बाकी है। कुछ ही मिनटों में ऑनलाइन भुगतान करें।`,
    receipt: ({ amount, reference }) => `${reference} के लिए ${amount}। धन्यवाद।`,
  },
  greeting: (name) => `नमस्ते ${name},`,
  colon: (label) => `${label}:`,
  reference: 'संदर्भ संख्या',
  due: 'अंतिम तिथि',
  paidOn: 'भुगतान की तारीख',
  pay: (amount) => `${amount} का भुगतान करें`,
  viewPayment: 'भुगतान देखें',
  copyHint: 'अगर बटन काम न करे, तो यह लिंक खोलें:',
  qrHint: 'या इस कोड को अपने फ़ोन से स्कैन करें।',
  questions: (payee) => `कोई सवाल है? ${payee} से संपर्क करें:`,
  closing: {
    link: 'अगर आपको इस संदेश की उम्मीद नहीं थी, तो भुगतान करने से पहले भेजने वाले से पूछ लें।',
    reminder: 'अगर आप इस बीच भुगतान कर चुके हैं, तो कृपया इस संदेश पर ध्यान न दें।',
    receipt: 'कृपया इस संदेश को अपने रिकॉर्ड के लिए सँभालकर रखें।',
  },
  stopReminders: 'इस भुगतान के रिमाइंडर बंद करें',
};
