// Shows the API's description with Swagger UI, which the page has loaded before this.
const viewer = document.getElementById("viewer");

SwaggerUIBundle({
    url: viewer.dataset.schema,
    domNode: viewer,
    deepLinking: true,
    docExpansion: "list",
    presets: [SwaggerUIBundle.presets.apis],
    supportedSubmitMethods: ["get"],
    validatorUrl: null,
});
