//! Links of responses to other actions.

/// An action that can be called with values of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Link {
    /// The name of the link.
    pub name: &'static str,
    /// The `operationId` of the action.
    pub operation_id: &'static str,
    /// The parameters of the action, each with a runtime expression such as `$response.body#/id`, or a constant.
    pub parameters: &'static [(&'static str, &'static str)],
    /// The body of the action, as a runtime expression or a constant.
    pub request_body: Option<&'static str>,
}

impl Link {
    /// Creates a link without parameters.
    pub const fn new(name: &'static str, operation_id: &'static str) -> Self {
        Self {
            name,
            operation_id,
            parameters: &[],
            request_body: None,
        }
    }

    /// Sets the parameters.
    #[must_use]
    pub const fn parameters(mut self, parameters: &'static [(&'static str, &'static str)]) -> Self {
        self.parameters = parameters;
        self
    }

    /// Sets the body.
    #[must_use]
    pub const fn request_body(mut self, request_body: &'static str) -> Self {
        self.request_body = Some(request_body);
        self
    }
}
