/** Strapi's message to somebody who forgot their password, in both languages: who reads it is not known here. */
export const forgottenPassword = {
  emailTemplate: {
    subject: 'নতুন পাসওয়ার্ড · New password',
    text: `সামাজিক সুরক্ষা প্ল্যাটফর্মে আপনার অ্যাকাউন্টের জন্য নতুন পাসওয়ার্ড চাওয়া হয়েছে। এই লিংক খুলে সেটি ঠিক করুন:
Somebody asked for a new password for your account on the Social Protection Platform. Choose it here:

<%= url %>

আপনি না চেয়ে থাকলে কিছু করতে হবে না; পুরোনো পাসওয়ার্ডই থাকবে।
If that was not you, do nothing: your old password stays.
`,
    html: '',
  },
};
