// Passkeys: what the server asks goes to the browser, what the browser answers goes into the form.
//
// A form says by data-passkey what it needs: "create", "get", or "sign-in", which fetches its question first.

const toBytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const toText = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
        .replace(/\+/g, "-")
        .replace(/\//g, "_")
        .replace(/=+$/, "");

const known = (credentials) => credentials?.map((one) => ({ ...one, id: toBytes(one.id) }));

function creation(options, alone) {
    return {
        ...options,
        challenge: toBytes(options.challenge),
        user: { ...options.user, id: toBytes(options.user.id) },
        excludeCredentials: known(options.excludeCredentials),
        authenticatorSelection: {
            ...options.authenticatorSelection,
            residentKey: alone ? "required" : "discouraged",
            requireResidentKey: alone,
            ...(alone && { userVerification: "required" }),
        },
    };
}

function request(options) {
    return {
        ...options,
        challenge: toBytes(options.challenge),
        allowCredentials: known(options.allowCredentials),
    };
}

function answer(credential) {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
        if (credential.response[part]) {
            response[part] = toText(credential.response[part]);
        }
    }
    if (credential.response.getTransports) {
        response.transports = credential.response.getTransports();
    }
    return {
        id: credential.id,
        rawId: toText(credential.rawId),
        type: credential.type,
        authenticatorAttachment: credential.authenticatorAttachment,
        clientExtensionResults: credential.getClientExtensionResults(),
        response,
    };
}

async function question(form) {
    if (form.dataset.passkey !== "sign-in") {
        return JSON.parse(document.getElementById("passkey-options").textContent);
    }
    const reply = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
    return (await reply.json()).request_options;
}

async function ask(form) {
    const { publicKey } = await question(form);
    if (form.dataset.passkey === "create") {
        const alone = form.elements.passwordless?.checked ?? false;
        return navigator.credentials.create({ publicKey: creation(publicKey, alone) });
    }
    return navigator.credentials.get({ publicKey: request(publicKey) });
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll("form[data-passkey]") : []) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        const failed = form.querySelector("[data-passkey-failed]");
        failed.hidden = true;
        try {
            form.elements.credential.value = JSON.stringify(answer(await ask(form)));
        } catch {
            failed.hidden = false;
            return;
        }
        form.submit();
    });
}
