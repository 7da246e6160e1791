using Microsoft.AspNetCore.Http;

namespace SealosIstio.Tests.Api;

internal static class TestResponses
{
    public static Task JsonAsync(this HttpContext context, string json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    /// <summary>The Status that an API server answers.</summary>
    public static Task StatusAsync(
        this HttpContext context,
        int code,
        string reason,
        string message,
        string more = ""
    ) =>
        context.JsonAsync(
            $$"""{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"{{message}}","reason":"{{reason}}","code":{{code}}{{more}}}""",
            code
        );

    /// <summary>The Status of an object that doesn't exist.</summary>
    public static Task MissingAsync(this HttpContext context, string plural, string name) =>
        context.StatusAsync(
            404,
            "NotFound",
            $"{plural} \\\"{name}\\\" not found",
            $$""","details":{"name":"{{name}}","kind":"{{plural}}"}"""
        );

    /// <summary>The body of the request.</summary>
    public static async Task<string> BodyAsync(this HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return await reader.ReadToEndAsync();
    }
}
