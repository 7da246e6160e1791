namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>The directives of headers-more that change the request itself.</summary>
internal static class InputHeaders
{
    public static void Apply(Transaction transaction)
    {
        foreach (var directive in transaction.Scope.Merged("more_input_headers"))
        {
            var clears = directive.Name == "more_clear_input_headers";
            foreach (var argument in directive.Arguments.Where(argument => !argument.StartsWith('-')))
            {
                var colon = argument.IndexOf(':', StringComparison.Ordinal);
                var name = (colon < 0 ? argument : argument[..colon]).Trim();
                var value = colon < 0 || clears ? "" : transaction.Interpolate(argument[(colon + 1)..].Trim());
                transaction.Headers.RemoveAll(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
                if (value.Length > 0)
                    transaction.Headers.Add(new(name, value));
            }
        }
    }
}
